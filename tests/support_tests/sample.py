"""A small sound site on which the instruments must stay silent, and a way to plant one fault in it."""
# ruff: noqa: E501 - markup stands as a page would hold it

from pathlib import Path

from tests.support.policy import POLICY

FIGURE = """<svg viewBox="0 0 200 100" role="img" aria-labelledby="{key}-title"><title id="{key}-title">Two accounts</title>
<defs><clipPath id="{key}-clip"><rect width="200" height="100"/></clipPath></defs>
<g clip-path="url(#{key}-clip)"><circle cx="40" cy="50" r="20" fill="#204080"/><use href="#{key}-mark"/></g>
<symbol id="{key}-mark" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></symbol></svg>"""

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} - Sample</title>
<meta property="og:image" content="{up}images/card.svg">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{up}static/style.css?v=1">
<link rel="alternate" type="application/atom+xml" href="{up}feeds/all.atom.xml" title="All incidents">
<script src="{up}static/map.js" defer></script>
</head>
<body data-page="{kind}">
<a href="#content">Skip to the content</a>
<header><nav aria-label="Site"><ul>
<li><a href="{up}index.html">Home</a></li>
<li><a href="{up}method.html#verdicts">Method</a></li>
<li><a href="{up}incidents/river/index.html">River</a></li>
<li><a href="{up}incidents/d%C3%A9sert/index.html">Desert</a></li>
<li><a href="https://example.org/report?a=1&amp;b=2" rel="external">A report</a></li>
</ul></nav></header>
<main id="content">
<h1>{title}</h1>
{body}
</main>
<footer><p>Data: <a href="{up}data/claims.csv" download>CSV</a>, <a href="mailto:desk@example.org">write to us</a></p></footer>
</body>
</html>
"""

INCIDENT = """<p>Two aircraft met<a href="#note-1" id="ref-1">1</a>.</p>
<h2>Key facts</h2>
<p class="prose">Long prose.</p>
<h2 id="map">Map</h2>
<figure><div data-map role="region" aria-label="Map of the claims">{figure}</div><figcaption>Drawn at true size.</figcaption></figure>
<h2 id="facts">Facts</h2>
<div class="facts" role="region" aria-labelledby="facts" tabindex="0"><table>
<thead><tr><th id="f" scope="col">Fact</th><th id="v" scope="col">Value</th></tr></thead>
<tbody><tr><td headers="f">Date</td><td headers="v" data-claim="c1">13 December</td></tr>
<tr><td headers="f">Place</td><td headers="v" data-claim="c2">near the river</td></tr></tbody></table></div>
<label for="verdict">Verdict</label> <select id="verdict"><option>all</option></select>
<img src="{up}images/card.svg" srcset="{up}images/card.svg 1x, {up}images/card.svg 2x" alt="A card" width="40" height="20">
<h2>Sources</h2>
<details><summary>Why</summary><p id="note-1">One origin. <a href="#ref-1">Back</a></p></details>
<script type="application/ld+json">{{"@type": "Report", "name": "a \\u003c b"}}</script>
"""

STYLE = """/* plain */
body { margin: 0; color: #111; background: #fff; font: 16px/1.5 serif; background-image: url("../images/card.svg"); }
main, header, footer { padding: 0 16px; background: #fff; }
a { color: #003a8c; }
ul { padding-left: 20px; }
li { padding: 4px 0; }
figure { margin: 0; }
.prose { min-height: 1800px; }
select { min-height: 24px; }
[data-map] { height: 200px; overflow: hidden; position: relative; }
[data-map] svg { width: 100%; height: 200px; }
.facts { overflow-x: auto; }
.facts table { min-width: 700px; }
.leaflet-container { height: 200px; background: #eef; }
.marker { position: absolute; top: 60px; width: 30px; height: 30px; border: 2px solid #000; }
@media (prefers-color-scheme: dark) {
  body, main, header, footer, .leaflet-container { color: #eee; background: #111; }
  a { color: #9cf; }
}
"""

SCRIPT = """"use strict";
const here = document.currentScript.src;
for (const box of document.querySelectorAll("[data-map]")) {
  new IntersectionObserver((entries, watch) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    const map = document.createElement("div");
    map.className = "leaflet-container";
    const markers = ["US account", "Russian account"].map((name, index) => {
      const marker = document.createElement("div");
      marker.className = "marker leaflet-marker-icon";
      marker.style.left = `${40 + 60 * index}px`;
      marker.tabIndex = index ? -1 : 0;
      marker.setAttribute("role", "button");
      marker.setAttribute("aria-label", name);
      map.append(marker);
      return marker;
    });
    map.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const at = markers.indexOf(document.activeElement);
      if (!step || at < 0) return;
      event.preventDefault();
      const next = markers[(at + step + markers.length) % markers.length];
      for (const marker of markers) marker.tabIndex = marker === next ? 0 : -1;
      next.focus();
    });
    new Image().src = new URL("../images/card.svg?live", here);
    box.replaceChildren(map);
  }).observe(box);
}
"""

CARD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><title>Card</title><rect id="r" width="40" height="20"/></svg>\n'

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Sample</title><id>{base}/</id><updated>2026-01-02T00:00:00Z</updated>
<link href="{base}/feeds/all.atom.xml" rel="self"/><author><name>Desk</name></author>
<entry><title>River</title><id>{base}/incidents/river/index.html</id><updated>2026-01-02T00:00:00Z</updated>
<published>2026-01-01T10:00:00+01:00</published><link href="{base}/incidents/river/index.html" rel="alternate"/>
<content type="html">&lt;p&gt;Two &lt;a href="{base}/method.html#verdicts"&gt;verdicts&lt;/a&gt;.&lt;/p&gt;</content></entry></feed>
"""

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Sample</title><link>{base}/</link><description>Incidents</description>
<item><title>River</title><link>{base}/incidents/river/index.html</link><guid isPermaLink="false">river</guid>
<pubDate>Fri, 02 Jan 2026 00:00:00 +0000</pubDate><description>&lt;p&gt;Two.&lt;/p&gt;</description></item></channel></rss>
"""

SITEMAP = """<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{base}/</loc><lastmod>2026-01-02</lastmod></url>
<url><loc>{base}/method.html</loc></url></urlset>
"""

BASE = "https://example.net"


def _page(kind: str, title: str, body: str, up: str = "") -> str:
    return PAGE.format(policy=POLICY, kind=kind, title=title, body=body, up=up)


def write(root: Path) -> Path:
    """Write the sound site into a folder and return the folder; its feeds state `BASE` as address."""
    incident = INCIDENT.format(figure=FIGURE.format(key="map-figure"), up="../../")
    files = {
        "index.html": _page(
            "home", "Home", '<h2>Newest</h2><p><a href="incidents/river/index.html#facts">Facts</a></p>'
        ),
        "method.html": _page("page", "Method", '<h2 id="verdicts">Verdicts</h2><p><a href="#top">Top</a></p>'),
        "incidents/river/index.html": _page("incident", "River", incident, "../../"),
        "incidents/désert/index.html": _page("incident", "Desert", incident, "../../"),
        "static/style.css": STYLE,
        "static/map.js": SCRIPT,
        "images/card.svg": CARD,
        "data/claims.csv": "fact,value\n",
        "feeds/all.atom.xml": ATOM.format(base=BASE),
        "feeds/all.rss.xml": RSS.format(base=BASE),
        "sitemap.xml": SITEMAP.format(base=BASE),
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def plant(root: Path, page: str, old: str, new: str) -> None:
    """Replace the first `old` on a page of the sample by `new`; fails if `old` is not there."""
    path = root / page
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
