"""A quiet static file server for one folder, on this machine only."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMPRESSED = (".html", ".css", ".js", ".json", ".geojson", ".svg", ".xml", ".csv", ".txt")


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files as plain hosts do: compressed if asked, the site's own page for what is missing."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, compress: bool, **kwargs: object) -> None:
        self.compress = compress
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
            if not self.path.partition("?")[0].endswith("/"):
                super().do_GET()
                return
        missing = not path.is_file()
        if missing:
            path = Path(self.directory) / "404.html"
        body = path.read_bytes() if path.is_file() else b"missing"
        squeeze = self.compress and path.suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", "")
        self.send_response(HTTPStatus.NOT_FOUND if missing else HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if squeeze:
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Cache-Control", "no-cache" if path.suffix == ".html" else "public, max-age=31536000")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serve(folder: Path, *, compress: bool = False) -> Iterator[str]:
    """Serve a folder on a free port of 127.0.0.1 and give its URL, without a slash at the end."""
    handler = partial(_Quiet, directory=str(folder), compress=compress)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
