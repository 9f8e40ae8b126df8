// The ground of the live map: the theatre's outlines, the lines reported for the day, the accounts' areas.
"use strict";
DECONFLICT_LIVE.ground = ({ map, page, theatre, figure, layers }) => {
  const { L } = window;
  const { outline } = DECONFLICT_LIVE;
  const feature = (geometry, properties = {}) => ({ type: "Feature", geometry, properties });
  const layer = (name) => {
    const { rows, fields, units } = theatre.layers[name];
    return rows.map(([found, ...values]) =>
      feature(outline(found, units), Object.fromEntries(fields.map((field, i) => [field, values[i]]))));
  };

  const draw = (features, css, look = {}, pane = "ground") => {
    const drawn = L.geoJSON(features, {
      pane,
      interactive: false,
      style: { className: css, fill: false, stroke: true, smoothFactor: 0.7, ...look },
    }).addTo(map);
    return drawn.getLayers().map((part) => part.getElement());
  };
  const filled = { fill: true, fillOpacity: 1, stroke: false };
  const country = layer("country");
  const international = (f) => f.properties.kind === "international";

  function drawGround() {
    const main = (f) => page.rivers.includes(f.properties.id);
    const borders = layer("borders"), rivers = layer("rivers");
    draw(layer("land"), "m-land", { ...filled, stroke: true, weight: 0.8 });
    draw(country, "m-country", filled);
    layers.add("provinces", "Provinces", draw(layer("provinces"), "m-province", { weight: 0.8, dashArray: "1 3" }));
    draw(layer("lakes"), "m-lake", filled);
    drawLines(true);
    draw(rivers.filter((f) => !main(f)), "m-river", { weight: 1.1 });
    draw(rivers.filter(main), "m-river-main", { weight: 2.8 });
    draw(borders.filter(international), "m-border", { weight: 1.2, dashArray: "9 3 2 3" });
    draw(borders.filter((f) => !international(f)), "m-border-open", { weight: 1.1, dashArray: "4 3" });
  }

  // A stretch of a longer line runs on both banks, under the river; dashes have an edge of paper, as in the drawing.
  function drawLines(stretches) {
    const pane = stretches ? "ground" : "lines";
    for (const { part, schematic, units, outline: found } of page.lines) {
      if (part !== stretches) continue;
      const line = feature(outline(found, units)), dashArray = schematic ? "7 8" : null;
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
      const shape = L.geoJSON(area.outline ? feature(outline(area.outline, area.units)) : country, {
        pane: "accounts",
        smoothFactor: 0.1,
        style: {
          className: `m-${area.tone}-area`, fill: true, fillOpacity: +area.hatched, weight: 2,
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
