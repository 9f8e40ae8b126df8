// The names on the ground. Where each hangs and which zooms show it was settled when the site was built: here they are
// only put up and taken down.
"use strict";
DECONFLICT_LIVE.names = ({ map, page, live, layers }) => {
  const { L } = window;
  const { make, numbers } = DECONFLICT_LIVE;
  const hides = new Map(page.hidden.map(([number, ...runs]) => [number, runs]));
  const group = { airfield: ["airfields", "Airfields"], "zone-name": ["lines", "Deconfliction lines"], place: ["places", "Place names"] };

  function read(table, hidden) {
    let x = 0, y = 0;
    const [dx, dy, kind, hang, since, until] = ["x", "y", "kind", "hang", "since", "until"].map((key) => numbers(table[key]));
    return table.text.map((text, i) => {
      const [look, mark, size] = table.kinds[kind[i]];
      x += dx[i];
      y += dy[i];
      return {
        at: L.latLng(y / table.units, x / table.units), lines: text.split("\n"), look, mark, size,
        hang: table.hangs[hang[i]], since: since[i], until: until[i] || Infinity,
        runs: hidden && hides.get(i) || [], group: group[look] || ["names", "Countries and waters"], marker: null,
      };
    });
  }

  const all = [...read(page.own, false), ...read(window.DECONFLICT_NAMES, true)];
  // What has no name where the map opens is not offered to be switched.
  for (const name of all) if (map.getBounds().contains(name.at)) layers.add(...name.group, []);
  const { first, parts } = window.DECONFLICT_NAMES;

  function put(name) {
    const root = make("div"), text = DECONFLICT_LIVE.text(name.lines, name.hang, name.size, `m-${name.look}`);
    if (name.mark) root.append(make("i", `map-spot map-${name.mark}`));
    root.append(text);
    name.marker = L.marker(name.at, {
      icon: L.divIcon({ className: "map-mark", html: root, iconSize: [0, 0] }), pane: "names", interactive: false, keyboard: false,
    });
  }

  // No name is cut by the frame or runs under the controls.
  function cut() {
    const frame = DECONFLICT_LIVE.frame(live);
    const nodes = [...map.getPane("names").querySelectorAll(".map-name")];
    const kept = nodes.map((node) => frame.holds(node.getBoundingClientRect()));
    nodes.forEach((node, i) => node.parentNode.classList.toggle("map-cut", !kept[i]));
  }

  function show() {
    const part = Math.max(0, (map.getZoom() - first) * parts), seen = map.getBounds().pad(0.3);
    for (const name of all) {
      const { runs } = name;
      let on = name.since <= part && part < name.until && !layers.off(name.group[0]) && seen.contains(name.at);
      for (let i = 0; on && i < runs.length; i += 2) on = part < runs[i] || part >= runs[i + 1];
      if (on && !name.marker) put(name);
      if (name.marker) name.marker[on ? "addTo" : "remove"](map);
    }
    cut();
  }

  map.getPane("names").setAttribute("aria-hidden", "true");
  map.on("zoomend moveend resize", show);
  layers.changed(show);
  show();
};

// A text that hangs on its position: [start, middle or end; pixels right; pixels down to its top; turn].
DECONFLICT_LIVE.text = (lines, [anchor, x, y, turn], size, css) => {
  const { make } = DECONFLICT_LIVE;
  const text = make("span", `map-name map-hang-${anchor} ${css}`);
  lines.forEach((line) => text.append(make("span", "map-line", line)));
  text.style.fontSize = `${size}px`;
  DECONFLICT_LIVE.hang(text, [anchor, x, y, turn]);
  return text;
};
DECONFLICT_LIVE.hang = (text, [anchor, x, y, turn]) => {
  text.className = text.className.replace(/map-hang-\d/, `map-hang-${anchor}`);
  text.style.transform = `${turn ? `rotate(${turn}deg) ` : ""}translate(${x}px, ${y}px) translateX(${-50 * anchor}%)`;
};
