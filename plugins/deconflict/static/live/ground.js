// The ground of the live map: the theatre's outlines, the lines reported for the day, the accounts' areas.
"use strict";
DECONFLICT_LIVE.ground = ({ map, page, theatre, figure, layers }) => {
  const { L } = window;
  const { units: u } = theatre;
  // Outlines are steps in whole parts of a degree.
  const path = (d) => {
    let x = 0, y = 0;
    const out = [];
    for (let i = 0; i < d.length; i += 2) out.push([(x += d[i]) / u, (y += d[i + 1]) / u]);
    return out;
  };
  const ring = (d) => { const out = path(d); out.push(out[0]); return out; };
  const outline = (o) => typeof o[0][0] === "number" ? { type: "MultiLineString", coordinates: o.map(path) }
    : { type: "MultiPolygon", coordinates: o.map((rings) => rings.map(ring)) };
  const layer = (name) => ((theatre.layers[name] || {}).rows || []).map((row) => ({
    type: "Feature",
    geometry: outline(row[0]),
    properties: Object.fromEntries(theatre.layers[name].fields.map((field, i) => [field, row[i + 1]])),
  }));

  const draw = (features, css, look = {}, pane = "ground") => {
    const drawn = L.geoJSON(features, {
      pane,
      interactive: false,
      style: { className: css, fill: false, stroke: true, smoothFactor: 0.7, ...look },
    }).addTo(map);
    return drawn.getLayers().map((part) => part.getElement());
  };
  const filled = { fill: true, fillOpacity: 1, stroke: false };
  const kind = (...kinds) => (f) => kinds.includes(f.properties.kind);

  function drawGround() {
    const main = (f) => page.rivers.includes(f.properties.id);
    const borders = layer("borders"), rivers = layer("rivers");
    draw(layer("land"), "m-land", { ...filled, stroke: true, weight: 0.8 });
    draw(layer("country"), "m-country", filled);
    layers.add("provinces", "Provinces", draw(layer("provinces"), "m-province", { weight: 0.8, dashArray: "1 3" }));
    const air = { fill: true, fillOpacity: 0.04, opacity: 0.2, weight: 5 };
    layers.add("airspace", "Airspace", draw(layer("airspace").filter(kind("sovereign-airspace")), "m-airspace", air));
    draw(layer("lakes"), "m-lake", filled);
    drawLines(true);
    draw(rivers.filter((f) => !main(f)), "m-river", { weight: 1.1 });
    draw(rivers.filter(main), "m-river-main", { weight: 2.8 });
    draw(borders.filter(kind("international")), "m-border", { weight: 1.2, dashArray: "9 3 2 3" });
    draw(borders.filter((f) => !kind("international", "overlay")(f)), "m-border-open", { weight: 1.1, dashArray: "4 3" });
  }

  // A stretch of a longer line runs on both banks, under the river; dashes have an edge of paper, as in the drawing.
  function drawLines(stretches) {
    const known = new Map(layer("deconfliction").map((f) => [f.properties.id, f]));
    const pane = stretches ? "ground" : "lines";
    for (const { id, part } of page.lines) {
      const line = known.get(id);
      if (!line || part !== stretches) continue;
      const dashArray = line.properties.schematic ? "7 8" : null;
      const add = (css, look) => layers.add("lines", "Deconfliction lines", draw([line], css, look, pane));
      if (line.geometry.type === "MultiPolygon") add("m-zone", { fill: true, fillOpacity: 0.05, weight: 1.6, dashArray });
      else if (part) {
        add("m-line-part", { weight: 9.2, dashArray, lineCap: "butt" });
        add("m-line-part-case", { weight: 6, lineCap: "butt" });
      } else {
        add("m-line-case", { weight: 4, dashArray, lineCap: "butt" });
        add("m-line", { weight: 1.8, dashArray, lineCap: "butt" });
      }
    }
  }

  function drawAreas() {
    for (const area of page.areas) {
      const shape = L.geoJSON({ type: "Feature", geometry: area.geometry }, {
        pane: "accounts",
        smoothFactor: 0.1,
        style: {
          className: `m-${area.tone}-area`, fill: true, fillOpacity: 1, weight: 2,
          fillColor: `url(#live-${area.tone})`, dashArray: area.schematic ? "5 3" : null,
        },
      }).addTo(map);
      const nodes = shape.getLayers().map((part) => part.getElement());
      for (const node of nodes) node.setAttribute("data-area", area.id);
      layers.add(area.tone, area.account, nodes);
      shape.on("click", () => DECONFLICT_LIVE.open(area.id));
    }
    // The drawing's own hatching, under ids of its own: a hidden drawing's patterns do not paint.
    const root = map.getPane("accounts").querySelector("svg"), defs = figure.querySelector(".map-svg > defs");
    if (!root || !defs) return;
    const copy = defs.cloneNode(true);
    for (const node of copy.children) node.id = "live-" + node.id.replace(/^map-/, "");
    root.prepend(copy);
  }

  drawGround();
  drawLines(false);
  drawAreas();
};
