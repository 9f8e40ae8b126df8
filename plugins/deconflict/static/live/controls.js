// The controls: reset, full screen, layers, a scale in two units, and how wheel and fingers are shared with the page.
"use strict";
DECONFLICT_LIVE.controls = ({ map, box, live, figure, layers, view, say }) => {
  const { L } = window;
  const { make, icon } = DECONFLICT_LIVE;

  function addTools() {
    const tools = L.control({ position: "topright" });
    tools.onAdd = () => {
      const bar = make("div", "map-tools");
      const add = (label, d, act) => {
        const button = make("button");
        button.type = "button";
        button.title = label;
        button.append(icon(d));
        button.addEventListener("click", act);
        bar.append(button);
        return button;
      };
      add("Reset the view", "M3 8a5 5 0 1 0 1.6-3.7M3 2v3.4h3.4", view.reset);
      if (document.fullscreenEnabled) {
        const button = add("Full screen", "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
          () => document.fullscreenElement ? document.exitFullscreen() : box.requestFullscreen());
        document.addEventListener("fullscreenchange", () => {
          const label = document.fullscreenElement ? "Leave full screen" : "Full screen";
          button.title = label;
          map.invalidateSize();
        });
      }
      const panel = addLayers();
      const button = add("Layers", "M8 2l6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3", () => open(panel.hidden));
      const open = (on) => {
        panel.hidden = !on;
        button.setAttribute("aria-expanded", on);
      };
      map.on("popupopen", () => open(false));
      button.setAttribute("aria-expanded", "false");
      button.setAttribute("aria-controls", panel.id);
      panel.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        open(false);
        button.focus();
        event.stopPropagation();
      });
      bar.append(panel);
      L.DomEvent.disableClickPropagation(bar).disableScrollPropagation(bar);
      return bar;
    };
    tools.addTo(map);
    // On a narrow map they would cover too much: they stand under it, but for when it fills the screen.
    const bar = tools.getContainer(), corner = bar.parentNode, under = figure.querySelector(".map-under");
    const seat = () => (live.clientWidth < 640 && !document.fullscreenElement ? under : corner).append(bar);
    map.on("resize", seat);
    seat();
  }

  function addLayers() {
    const panel = make("fieldset", "map-layers");
    panel.id = "map-layers";
    panel.hidden = true;
    panel.append(make("legend", "", "Show on the map"));
    const boxes = new Map();
    // The accounts first, then what they are judged by, then the ground.
    const order = ["lines", "places", "airfields", "provinces", "names"];
    const sorted = [...layers.groups].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
    for (const [key, { label }] of sorted) {
      const line = make("label"), box = make("input");
      box.type = "checkbox";
      box.checked = true;
      box.addEventListener("change", () => {
        layers.set([...boxes].filter(([, { checked }]) => !checked).map(([name]) => name));
        view.switched();
        say(`${label} ${box.checked ? "shown" : "hidden"}`);
      });
      line.append(box, " ", label);
      panel.append(line);
      boxes.set(key, box);
    }
    layers.changed(() => boxes.forEach((box, key) => { box.checked = !layers.off(key); }));
    return panel;
  }

  function addScale() {
    const line = make("div", "leaflet-control-scale-line");
    live.querySelector(".leaflet-control-scale").append(line);
    const update = () => {
      const y = map.getSize().y / 2;
      const most = map.distance(map.containerPointToLatLng([0, y]), map.containerPointToLatLng([96, y])) / 1852;
      const power = 10 ** Math.floor(Math.log10(most)), miles = power * [5, 2, 1].find((n) => n * power <= most);
      line.style.width = `${Math.round(96 * miles / most)}px`;
      line.textContent = `${miles} NM`;
    };
    map.on("move", update);
    update();
  }

  // The wheel and one finger scroll the page.
  function addHints() {
    const apple = /Mac|iP(hone|ad|od)/.test(navigator.platform), touch = matchMedia("(pointer: coarse)").matches;
    const hint = make("p", "map-hint", touch ? "Move the map with two fingers" : `Hold ${apple ? "⌘" : "Ctrl"} to zoom with the wheel`);
    hint.setAttribute("aria-hidden", "true");
    live.append(hint);
    let timer;
    const show = () => {
      hint.classList.add("map-hint-shown");
      clearTimeout(timer);
      timer = setTimeout(() => hint.classList.remove("map-hint-shown"), 1400);
    };
    live.addEventListener("wheel", (event) => {
      const on = event.ctrlKey || event.metaKey || document.fullscreenElement === box;
      map.scrollWheelZoom[on ? "enable" : "disable"]();
      if (!on && !event.target.closest(".map-tools")) show();
    }, { capture: true, passive: true });
    live.addEventListener("touchmove", (event) => event.touches.length < 2 && !event.target.closest(".map-tools") && show(), { passive: true });
  }

  // A button's title names it; with a label as well, it is read out twice.
  live.querySelectorAll(".leaflet-control-zoom a").forEach((button) => button.removeAttribute("aria-label"));
  addTools();
  addScale();
  addHints();
};
