// What the live map shows; map.js loads it after Leaflet, the theatre and the skeleton, and calls it once.
"use strict";
window.DECONFLICT_LIVE = (figure, page) => {
  const { L, DECONFLICT_THEATRE: theatre } = window;
  const box = figure.querySelector(".map-box");
  const live = figure.querySelector(".map-live");
  const touch = matchMedia("(pointer: coarse)").matches;
  const map = window.DECONFLICT_SKELETON();
  const labels = [], pins = [];

  const make = (tag, css, text) => {
    const node = document.createElement(tag);
    if (css) node.className = css;
    if (text) node.textContent = text;
    return node;
  };

  // The theatre's outlines are steps in whole parts of a degree.
  const unpack = ({ layers, units: u }) => {
    const path = (d) => {
      let x = 0, y = 0;
      const out = [];
      for (let i = 0; i < d.length; i += 2) out.push([(x += d[i]) / u, (y += d[i + 1]) / u]);
      return out;
    };
    const ring = (d) => { const out = path(d); out.push(out[0]); return out; };
    const outline = (o) => typeof o[0] === "number" ? { type: "Point", coordinates: [o[0] / u, o[1] / u] }
      : typeof o[0][0] === "number" ? { type: "MultiLineString", coordinates: o.map(path) }
      : { type: "MultiPolygon", coordinates: o.map((rings) => rings.map(ring)) };
    return (name) => ((layers[name] || {}).rows || []).map((row) => ({
      type: "Feature",
      geometry: outline(row[0]),
      properties: Object.fromEntries(layers[name].fields.map((field, i) => [field, row[i + 1]])),
    }));
  };

  const draw = (features, css, look = {}, pane = "ground") => L.geoJSON(features, {
    pane,
    interactive: false,
    style: { className: css, fill: false, stroke: true, smoothFactor: 0.7, ...look },
  }).addTo(map);
  const fill = { fill: true, fillOpacity: 1, stroke: false };

  function drawGround(layer) {
    const kind = (...kinds) => (f) => kinds.includes(f.properties.kind);
    const main = new Set(page.rivers);
    const countries = layer("countries"), borders = layer("borders"), rivers = layer("rivers");
    draw(countries, "m-land", { ...fill, stroke: true, weight: 0.8 });
    draw(countries.filter((f) => f.properties.id === theatre.country), "m-country", fill);
    draw(layer("airspace").filter(kind("sovereign-airspace")), "m-airspace", { fill: true, fillOpacity: 0.04, opacity: 0.22, weight: 5 });
    draw(layer("lakes"), "m-lake", fill);
    draw(rivers.filter((f) => !main.has(f.properties.id)), "m-river", { weight: 1.1 });
    draw(rivers.filter((f) => main.has(f.properties.id)), "m-river-main", { weight: 2.8 });
    draw(borders.filter(kind("international")), "m-border", { weight: 1.1 });
    draw(borders.filter((f) => !kind("international", "overlay")(f)), "m-border-open", { weight: 1, dashArray: "4 3" });
  }

  function drawLines(layer) {
    const known = new Map(layer("deconfliction").map((f) => [f.properties.id, f]));
    for (const { id, part } of page.lines) {
      const line = known.get(id);
      if (!line) continue;
      const area = line.geometry.type === "MultiPolygon", dashed = line.properties.schematic;
      const drawn = draw([line], area ? "m-zone" : part ? "m-line-part" : "m-line", {
        fill: area, fillOpacity: 0.05, weight: part ? 5 : area ? 1.6 : 2, opacity: part ? 0.55 : 1,
        dashArray: dashed ? (part ? "11 4" : "7 4") : null,
      }, "lines");
      const spots = drawn.getLayers()[0].getLatLngs().flat(2);
      name(spots[0], dashed ? [line.properties.name, "schematic"] : [line.properties.name], "m-zone-name", { spots, weight: 20, size: 13 });
    }
  }

  // A name is a marker without size that holds its text; where the text hangs is decided in `arrange`.
  function name(at, lines, css, { weight, zoom = 0, dot, size, around, spots, middle, pin, river, town }) {
    const root = make("div"), text = make("span", "map-name " + css);
    lines.forEach((line, i) => text.append(make(pin && !i ? "strong" : "span", "map-line", line)));
    if (size) text.style.fontSize = size + "px";
    if (dot) root.append(make("i", "map-spot " + dot));
    root.append(text);
    const marker = L.marker(at, {
      icon: L.divIcon({ className: pin ? "map-pin" : "map-mark", html: root, iconSize: [0, 0] }),
      pane: pin ? "pins" : "names", interactive: !!pin, keyboard: !!pin, riseOnHover: true,
    }).addTo(map);
    const label = { marker, root, text, weight, zoom, around, spots, middle, dot, river, town, must: !!pin, at: L.latLng(at) };
    labels.push(label);
    return label;
  }

  function nameGround(layer) {
    const at = (f) => [f.geometry.coordinates[1], f.geometry.coordinates[0]];
    const named = new Set(page.named.map(([id]) => id));
    for (const f of layer("places")) {
      const { id, name: text, rank, country } = f.properties;
      if (named.has(id)) continue;
      name(at(f), [text], "m-place", { weight: 30 + rank * 10, zoom: [0, 0, 6.25, 7.5][rank], dot: "map-spot-" + rank, size: 16 - rank, town: rank < 3 });
    }
    for (const f of layer("airfields")) {
      const { name: text, icao, military } = f.properties;
      name(at(f), icao ? [text, icao] : [text], "m-airfield", { weight: military ? 55 : 65, zoom: military ? 7.5 : 8.5, dot: "map-field" + (military ? " map-field-military" : ""), size: 12 });
    }
    for (const f of layer("countries")) {
      const spot = f.properties.label;
      if (spot) name([spot[1], spot[0]], [f.properties.name], "m-nation", { weight: 25, middle: true, size: 15 });
    }
    const seen = new Set(), main = new Set(page.rivers);
    for (const f of layer("rivers")) {
      const { id, name: text } = f.properties;
      const spots = f.geometry.coordinates.flat().filter((_, i) => i % 7 === 3).map(([x, y]) => L.latLng(y, x));
      if (!main.has(id) && seen.has(text) || !spots.length) continue;
      seen.add(text);
      name(spots[0], [text], "m-water", { weight: main.has(id) ? 22 : 70, zoom: main.has(id) ? 0 : 7, spots, size: 14, river: text });
    }
  }

  function drawAccounts() {
    const svg = box.querySelector("svg defs");
    page.areas.forEach((area, i) => {
      const hatched = { ...fill, smoothFactor: 0.1, fillColor: `url(#live-${area.tone})` };
      const shape = draw([{ type: "Feature", geometry: area.geometry }], "", hatched, "accounts");
      const edge = L.geoJSON({ type: "Feature", geometry: area.geometry }, {
        pane: "accounts",
        smoothFactor: 0.1,
        style: { className: "m-" + area.tone, fill: true, fillOpacity: 0, weight: 2, dashArray: area.schematic ? "5 3" : null },
      }).addTo(map);
      if (!i && svg) {
        // The drawing's own hatching, under ids of its own: a hidden drawing's patterns do not paint.
        const defs = svg.cloneNode(true);
        for (const node of defs.children) node.id = "live-" + node.id.replace(/^.*?-/, "");
        shape.getLayers()[0].getElement().ownerSVGElement.prepend(defs);
      }
      const label = name([area.anchor[1], area.anchor[0]], [area.who, area.where], `map-account m-${area.tone}-name`,
        { weight: 10 + i, around: edge.getBounds(), pin: true, size: 14 });
      const open = () => tell(label.marker, [`${area.who}: ${area.where}`], area.rows, area.id);
      pin(label, `${area.who}: ${area.where}`, open, area.id);
      edge.on("click", open);
      edge.eachLayer((part) => part.getElement().setAttribute("data-area", area.id));
      edge.on("mouseover", () => light(area.id, true)).on("mouseout", () => light(area.id, false));
    });
    for (const [, text, lon, lat] of page.named) {
      const label = name([lat, lon], [text], "m-named", { weight: 5, dot: "map-spot-1 map-spot-named", pin: true, size: 15 });
      pin(label, text, () => tell(label.marker, [text], page.areas.filter((a) => a.centre[0] === lon && a.centre[1] === lat).map((a) => `${a.who}: ${a.where}`)));
    }
  }

  // Only what a claim names takes focus: one stop for all of them, arrow keys from one to the next.
  function pin(label, text, open, id) {
    const node = label.marker.getElement();
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", text);
    node.tabIndex = pins.length ? -1 : 0;
    pins.push(node);
    label.marker.on("click", open);
    node.addEventListener("focus", () => id && light(id, true));
    node.addEventListener("blur", () => id && light(id, false));
    node.addEventListener("mouseenter", () => id && light(id, true));
    node.addEventListener("mouseleave", () => id && light(id, false));
    node.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Enter" || event.key === " ") {
        open();
        event.preventDefault();
      } else if (step) {
        const next = pins[(pins.indexOf(node) + step + pins.length) % pins.length];
        for (const other of pins) other.tabIndex = other === next ? 0 : -1;
        next.focus();
        event.preventDefault();
      } else return;
      // The map itself would pan.
      event.stopPropagation();
    });
  }

  function tell(marker, head, rows, id) {
    const node = make("div");
    node.tabIndex = -1;
    head.forEach((text) => node.append(make("p")) || node.lastChild.append(make("strong", "", text)));
    rows.forEach((text) => node.append(make("p", "", text)));
    if (id && document.getElementById(id)) {
      const link = make("a", "", "In the list");
      link.href = "#" + id;
      node.append(link);
    }
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      map.closePopup();
      marker.getElement().focus();
      event.stopPropagation();
    });
    L.popup({ maxWidth: 280 }).setLatLng(marker.getLatLng()).setContent(node).openOn(map);
    node.focus({ preventScroll: true });
  }

  const light = (id, on) => {
    for (const node of figure.querySelectorAll(`[data-area="${CSS.escape(id)}"]`)) node.classList.toggle("m-lit", on);
  };

  // Weighty names first; each takes the first place where it hits no other, or is not shown.
  function arrange() {
    const zoom = map.getZoom(), size = map.getSize(), frame = live.getBoundingClientRect();
    const taken = [...live.querySelectorAll(".leaflet-control")].map((node) => {
      const { left, top, right, bottom } = node.getBoundingClientRect();
      return [left - frame.left, top - frame.top, right - frame.left, bottom - frame.top];
    });
    const free = ([a, b, c, d]) => a > 2 && b > 2 && c < size.x - 2 && d < size.y - 2
      && apart([a, b, c, d], taken);
    // Towns that a reader looks for must not vanish under an account's name.
    const towns = labels.filter((label) => label.town).map(({ at }) => map.latLngToContainerPoint(at));
    const clear = ([a, b, c, d]) => towns.every(({ x, y }) => x < a - 5 || x > c + 5 || y < b - 5 || y > d + 5);
    const accounts = labels.filter(({ around }) => around).map(({ around }) => {
      const a = map.latLngToContainerPoint(around.getNorthWest()), b = map.latLngToContainerPoint(around.getSouthEast());
      return [a.x, a.y, b.x, b.y];
    });
    const apart = (box, others) => others.every(([e, f, g, h]) => box[0] >= g || box[2] <= e || box[1] >= h || box[3] <= f);
    const written = {};
    for (const label of labels) {
      label.wide ||= label.text.offsetWidth;
      label.high ||= label.text.offsetHeight;
    }
    for (const label of labels) {
      const { wide: w, high: h, marker, text, root } = label;
      const put = (spot, dx, dy, loose) => {
        const p = map.latLngToContainerPoint(spot), at = [p.x + dx, p.y + dy, p.x + dx + w, p.y + dy + h];
        if (!free(at) || (label.around && !loose && !clear(at)) || (label.spots && !apart(at, accounts))) return false;
        // A long river is named more than once, but not at every bend.
        if (label.river && (written[label.river] ||= []).some((q) => q.distanceTo(p) < 400)) return false;
        if (label.river) written[label.river].push(p);
        taken.push(at);
        text.style.textAlign = dx < -w * 0.6 ? "right" : dx < 0 ? "center" : "left";
        if (label.spots) marker.setLatLng(spot);
        text.style.transform = `translate(${Math.round(dx)}px, ${Math.round(dy)}px)`;
        return true;
      };
      const sides = (r, s = r) => [[r, -h / 2], [-r - w, -h / 2], [-w / 2, -s - h], [-w / 2, s], [r, -s - h], [r, s], [-r - w, -s - h], [-r - w, s]];
      let done = false;
      const p = map.latLngToContainerPoint(label.at);
      if (zoom < label.zoom) done = false;
      else if (label.spots) done = label.spots.some((spot) => map.getBounds().contains(spot) && sides(8).some(([x, y]) => put(spot, x, y)));
      else if (label.around) {
        const a = map.latLngToContainerPoint(label.around.getNorthWest()), b = map.latLngToContainerPoint(label.around.getSouthEast());
        const x = (a.x + b.x) / 2 - p.x, y = (a.y + b.y) / 2 - p.y, rx = (b.x - a.x) / 2, ry = (b.y - a.y) / 2;
        const inside = rx * 2 > w * 1.3 && ry * 2 > h * 2 ? [[-w / 2, -h / 2]] : [];
        const seats = [...inside, ...[4, 18, 36].flatMap((gap) => sides(rx + gap, ry + gap).map(([u, v]) => [u + x, v + y]))];
        // On a small map an account's name may have to cover a town rather than be written over its name.
        done = [false, true].some((loose) => seats.some(([u, v]) => put(label.at, u, v, loose)));
      } else if (label.middle) done = put(label.at, -w / 2, -h / 2);
      else if (label.must || free([p.x - 4, p.y - 4, p.x + 4, p.y + 4])) done = sides(7).some(([x, y]) => put(label.at, x, y));
      if (done && label.dot) taken.push([p.x - 5, p.y - 5, p.x + 5, p.y + 5]);
      // What takes focus stays, wherever it lies.
      root.classList.toggle("map-out", !done && !label.must);
      if (!done && label.must) {
        text.style.transform = "translate(8px, -50%)";
        taken.push([p.x + 8, p.y - h / 2, p.x + 8 + w, p.y + h / 2]);
      }
    }
  }

  function addScale() {
    const line = make("div", "leaflet-control-scale-line");
    live.querySelector(".leaflet-control-scale").append(line);
    const update = () => {
      const y = map.getSize().y / 2;
      const most = map.distance(map.containerPointToLatLng([0, y]), map.containerPointToLatLng([110, y])) / 1852;
      const power = 10 ** Math.floor(Math.log10(most)), miles = power * [5, 2, 1].find((n) => n * power <= most);
      line.style.width = Math.round(110 * miles / most) + "px";
      line.textContent = miles + " NM";
    };
    map.on("move", update);
    update();
  }

  function addTools() {
    const tools = L.control({ position: "topright" });
    tools.onAdd = () => {
      const bar = make("div", "map-tools");
      const add = (text, act) => {
        const button = make("button", "", text);
        button.type = "button";
        button.addEventListener("click", act);
        bar.append(button);
        return button;
      };
      add("Reset", reset).setAttribute("aria-label", "Reset the view");
      if (document.fullscreenEnabled) {
        const whole = add("Full screen", () => document.fullscreenElement ? document.exitFullscreen() : box.requestFullscreen());
        document.addEventListener("fullscreenchange", () => { whole.textContent = document.fullscreenElement ? "Close" : "Full screen"; });
      }
      L.DomEvent.disableClickPropagation(bar);
      return bar;
    };
    tools.addTo(map);
  }

  function reset() {
    const [w, s, e, n] = page.frames[live.clientWidth < 640 ? 1 : 0];
    // Exactly on the drawing, between the steps that zooming takes.
    const snap = map.options.zoomSnap;
    map.options.zoomSnap = 0;
    map.fitBounds([[s, w], [n, e]], { animate: false });
    map.options.zoomSnap = snap;
  }

  function addWheel() {
    const hint = make("p", "map-hint", touch ? "Move the map with two fingers" : "Hold Ctrl to zoom with the wheel");
    hint.setAttribute("aria-hidden", "true");
    live.append(hint);
    let timer;
    const show = () => {
      hint.classList.add("map-hint-shown");
      clearTimeout(timer);
      timer = setTimeout(() => hint.classList.remove("map-hint-shown"), 1200);
    };
    // The wheel scrolls the page, unless the reader is in the map or asks for more.
    live.addEventListener("wheel", (event) => {
      const on = event.ctrlKey || event.metaKey || live.contains(document.activeElement) || document.fullscreenElement;
      map.scrollWheelZoom[on ? "enable" : "disable"]();
      if (!on) show();
    }, { capture: true, passive: true });
    if (touch) live.addEventListener("touchmove", (event) => event.touches.length < 2 && show(), { passive: true });
  }

  function restore() {
    const view = /^#map=([\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)$/.exec(location.hash);
    if (view) map.setView([+view[2], +view[3]], +view[1], { animate: false });
  }

  map.attributionControl.getContainer().textContent = theatre.attribution.join(" · ");
  reset();
  const layer = unpack(theatre);
  drawGround(layer);
  drawLines(layer);
  drawAccounts();
  nameGround(layer);
  map.getPane("names").setAttribute("aria-hidden", "true");
  labels.sort((a, b) => a.weight - b.weight);
  addScale();
  addTools();
  addWheel();
  arrange();
  map.on("zoomend moveend resize", arrange);
  restore();
};
