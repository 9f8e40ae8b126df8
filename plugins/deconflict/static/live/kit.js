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
  // The box of the map, the boxes of its controls and of the little map while it stands, and whether a label's box lies free in it.
  const frame = (live) => {
    const box = live.getBoundingClientRect();
    const controls = live.querySelectorAll(".leaflet-control-zoom, .map-tools, .leaflet-control-scale");
    const insets = [...live.parentNode.querySelectorAll(".m-inset")].filter((node) => getComputedStyle(node).visibility === "visible");
    const taken = [...controls, ...insets].map((node) => node.getBoundingClientRect());
    const hit = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const holds = (a) => a.left >= box.left && a.right <= box.right && a.top >= box.top && a.bottom <= box.bottom
      && !taken.some((b) => hit(a, b));
    return { box, taken, hit, holds };
  };
  // Whole numbers from text: of the theatre's digits, the first 77 end a number, the others stand before its end.
  const numbers = (text) => {
    const { digits } = window.DECONFLICT_THEATRE, out = [];
    let high = 0;
    for (const letter of text) {
      const at = digits.indexOf(letter);
      if (at > 76) high = high * 11 + at - 82;
      else { out.push(high * 77 + at - 38); high = 0; }
    }
    return out;
  };
  // Outlines are steps in whole parts of a degree.
  const outline = (found, units) => {
    const path = (text) => {
      const steps = numbers(text), out = [];
      for (let i = 0, x = 0, y = 0; i < steps.length; i += 2) out.push([(x += steps[i]) / units, (y += steps[i + 1]) / units]);
      return out;
    };
    const ring = (text) => { const out = path(text); out.push(out[0]); return out; };
    return typeof found[0] === "string" ? { type: "MultiLineString", coordinates: found.map(path) }
      : { type: "MultiPolygon", coordinates: found.map((rings) => rings.map(ring)) };
  };
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return { make, icon, frame, numbers, outline, still };
})();
