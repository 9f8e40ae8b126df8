// Which part of the ground is shown, and a link to it: #map=zoom/lat/lon, then /-layer,-layer for what is switched off.
// The address changes only after the reader has moved the map or switched something.
"use strict";
DECONFLICT_LIVE.view = ({ map, page, theatre, live, figure, layers, say }) => {
  let moved = false, writing = 0;
  const told = page.pins.filter(({ kind }) => kind === "account").map(({ at: [lon, lat] }) => [lat, lon]);

  function frame() {
    const [w, s, e, n] = page.frames[live.clientWidth < 640 ? 1 : 0];
    // Exactly on the drawing, between the steps that zooming takes.
    const snap = map.options.zoomSnap;
    map.options.zoomSnap = 0;
    map.fitBounds([[s, w], [n, e]], { animate: false });
    map.options.zoomSnap = snap;
    // No further out than the ground goes, beyond which land would end and look like sea.
    const [left, low, right, top] = theatre.frame;
    map.setMinZoom(Math.min(map.getZoom(), map.getBoundsZoom([[low, left], [top, right]], true)));
  }

  // Buttons and keys zoom about the accounts that are in view, which would otherwise leave it.
  const zoom = (sign) => (delta = map.options.zoomDelta, options = {}) => {
    const to = Math.min(Math.max(map.getZoom() + sign * delta, map.getMinZoom()), map.getMaxZoom());
    const seen = told.filter((at) => map.getBounds().contains(at));
    const mean = (i) => seen.reduce((sum, at) => sum + at[i], 0) / seen.length;
    return seen.length ? map.setZoomAround([mean(0), mean(1)], to, options) : map.setZoom(to, options);
  };
  map.zoomIn = zoom(1);
  map.zoomOut = zoom(-1);

  function mark(on) {
    moved = on;
    figure.classList.toggle("map-moved", on);
  }

  const put = (hash) => {
    try { history.replaceState(history.state, "", hash || location.pathname + location.search); } catch { /* Kept by a folder's page. */ }
  };

  function write() {
    const { lat, lng } = map.getCenter(), off = [...layers.without].map((key) => `-${key}`).join(",");
    put(`#map=${+map.getZoom().toFixed(2)}/${lat.toFixed(3)}/${lng.toFixed(3)}${off ? "/" + off : ""}`);
  }

  // Do what the reader asked for; the address follows when it is done.
  function move(act) {
    mark(true);
    act();
  }

  function reset() {
    const linked = location.hash.startsWith("#map=");
    layers.set([]);
    frame();
    mark(false);
    if (linked) put("");
    say("The view is reset");
  }

  function restore() {
    const found = /^#map=([\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)(?:\/([\w,-]*))?$/.exec(location.hash);
    if (!found) return false;
    const [, zoom, lat, lon, off] = found;
    if (![zoom, lat, lon].every((number) => isFinite(number))) return false;
    layers.set((off || "").split(",").filter((key) => key[0] === "-").map((key) => key.slice(1)));
    map.setView([+lat, +lon], +zoom, { animate: false });
    mark(true);
    return true;
  }

  map.on("dragstart", () => mark(true));
  for (const type of ["wheel", "dblclick", "touchmove"]) {
    live.addEventListener(type, (event) => {
      if (type !== "wheel" || map.scrollWheelZoom.enabled()) if (type !== "touchmove" || event.touches.length > 1) mark(true);
    }, { capture: true, passive: true });
  }
  live.addEventListener("click", (event) => event.target.closest(".leaflet-control-zoom a") && mark(true), { capture: true });
  map.on("moveend", () => {
    clearTimeout(writing);
    if (moved) writing = setTimeout(write, 150);
  });
  map.on("resize", () => moved || frame());
  map.on("zoomend", () => {
    const { lat } = map.getCenter(), edge = map.getBounds();
    if (moved) say(`The map is now ${Math.round(map.distance([lat, edge.getWest()], [lat, edge.getEast()]) / 1000)} km wide`);
  });
  layers.changed(() => moved && write());
  addEventListener("hashchange", restore);
  return { frame, move, reset, restore, switched: () => { mark(true); write(); } };
};
