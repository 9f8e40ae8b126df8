// What the other files of the live map share. They are joined into one script, which map.js loads when it is wanted.
"use strict";
window.DECONFLICT_LIVE = (() => {
  const make = (tag, css, text) => {
    const node = document.createElement(tag);
    if (css) node.className = css;
    if (text) node.textContent = text;
    return node;
  };
  const icon = (d) => {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg"), path = document.createElementNS(space, "path");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", d);
    svg.append(path);
    return svg;
  };
  // The box of the map, the boxes of its controls, and whether a label's box lies free in it.
  const frame = (live) => {
    const box = live.getBoundingClientRect();
    const taken = [...live.querySelectorAll(".leaflet-control-zoom, .map-tools, .leaflet-control-scale")]
      .map((node) => node.getBoundingClientRect());
    const hit = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const holds = (a) => a.left >= box.left && a.right <= box.right && a.top >= box.top && a.bottom <= box.bottom
      && !taken.some((b) => hit(a, b));
    return { box, taken, hit, holds };
  };
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return { make, icon, frame, still };
})();
