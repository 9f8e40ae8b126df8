"""Build sites in forked children: an order (JSON) on each line of input, an answer on each of output."""

import json
import os
import sys
import tempfile
import traceback

import docutils.core
import docutils.parsers.rst.directives.images
import docutils.writers.html4css1  # noqa: F401  (loaded once, for all children)
import pelican
import pelican.rstdirectives


def run(order: dict, stdout: int, stderr: int) -> int:
    """Be the child: become ``pelican`` in another folder."""
    os.dup2(stdout, 1)
    os.dup2(stderr, 2)
    os.chdir(order["cwd"])
    os.environ.update(order["env"])
    sys.path[0] = ""
    try:
        pelican.main(order["argv"])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except BaseException:  # noqa: BLE001  (a child must never become a second parent)
        traceback.print_exc()
        return 1
    if "MISCHIEF_DONE" in os.environ:
        print("changes", os.environ["MISCHIEF_DONE"])
    return 0


for line in sys.stdin:
    order = json.loads(line)
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        child = os.fork()
        if not child:
            status = run(order, stdout.fileno(), stderr.fileno())
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
        _, waited = os.waitpid(child, 0)
        stdout.seek(0)
        stderr.seek(0)
        answer = {
            "status": os.waitstatus_to_exitcode(waited),
            "stdout": stdout.read().decode(),
            "stderr": stderr.read().decode(),
        }
    print(json.dumps(answer), flush=True)
