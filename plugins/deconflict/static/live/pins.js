// What a claim names: the accounts' labels and their places. Only these take focus: one stop for all of them, arrow keys
// from one to the next, Enter tells more, Escape leaves the map; plus, minus and nought change the zoom.
"use strict";
DECONFLICT_LIVE.pins = ({ map, page, figure, live, layers, view }) => {
  const { L } = window;
  const { make, text, hang, still } = DECONFLICT_LIVE;
  const tones = new Map(page.areas.map((area) => [area.id, area.tone]));
  const pins = page.pins.map((pin) => {
    let seat = null;
    const seats = pin.seats.map((one) => (seat = one || seat));
    return { ...pin, seats, group: tones.get(pin.id) || "" };
  });
  const { first } = window.DECONFLICT_NAMES;
  const seat = (pin) => {
    const band = Math.floor((map.getZoom() - first) / page.band);
    return pin.seats[Math.min(Math.max(band, 0), pin.seats.length - 1)];
  };

  for (const pin of pins) {
    const [lon, lat, ...at] = seat(pin);
    pin.text = text(pin.lines, at, pin.size, `m-${pin.look}${pin.kind === "account" ? " map-account" : ""}`);
    const root = make("div");
    root.append(pin.text);
    pin.marker = L.marker([lat, lon], {
      icon: L.divIcon({ className: "map-pin", html: root, iconSize: [0, 0] }), pane: "pins", keyboard: false, riseOnHover: true,
    }).addTo(map);
    if (pin.kind === "place") {
      L.marker([pin.at[1], pin.at[0]], {
        icon: L.divIcon({ className: "map-mark", html: make("i", "map-spot map-spot-named"), iconSize: [0, 0] }),
        pane: "names", interactive: false, keyboard: false,
      }).addTo(map);
    }
    const node = pin.node = pin.marker.getElement();
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", [pin.label, ...pin.rows.slice(0, 1)].join(". "));
    if (pin.kind === "account") node.setAttribute("data-area", pin.id);
    pin.marker.on("click", () => tell(pin));
    node.addEventListener("keydown", (event) => press(event, pin));
    node.addEventListener("focus", () => rove(pin));
    layers.add(pin.group, null, [node]);
  }
  const shown = () => pins.filter((pin) => !layers.off(pin.group));
  const rove = (pin) => pins.forEach((other) => { other.node.tabIndex = other === pin ? 0 : -1; });

  function press(event, pin) {
    const all = shown(), step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") tell(pin);
    else if (step) {
      const next = all[(all.indexOf(pin) + step + all.length) % all.length];
      rove(next);
      if (!map.getBounds().contains(next.marker.getLatLng())) view.move(() => map.panTo(next.marker.getLatLng(), { animate: !still }));
      next.node.focus({ preventScroll: true });
    } else if (event.key === "Escape") leave();
    else if (event.key === "+" || event.key === "=") view.move(() => map.zoomIn());
    else if (event.key === "-") view.move(() => map.zoomOut());
    else if (event.key === "0") view.reset();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Out of the map, to the list that says the same.
  function leave() {
    const list = figure.querySelector(".map-list") || figure;
    if (!list.hasAttribute("tabindex")) list.tabIndex = -1;
    list.focus();
  }

  function tell(pin) {
    const node = make("div", "map-told");
    node.tabIndex = -1;
    node.append(make("p"));
    node.lastChild.append(make("strong", "", pin.label));
    pin.rows.forEach((row) => node.append(make("p", "", row)));
    if (document.getElementById(pin.id)) {
      const link = make("a", "", "In the list below the map");
      link.href = `#${pin.id}`;
      node.append(make("p"));
      node.lastChild.append(link);
    }
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      map.closePopup();
      pin.node.focus({ preventScroll: true });
      event.stopPropagation();
    });
    L.popup({ maxWidth: 280, autoPan: !still }).setLatLng(pin.marker.getLatLng()).setContent(node).openOn(map);
    node.focus({ preventScroll: true });
  }
  DECONFLICT_LIVE.open = (id) => pins.filter((pin) => pin.id === id).forEach(tell);

  function arrange() {
    for (const pin of pins) {
      const [lon, lat, ...at] = seat(pin);
      pin.marker.setLatLng([lat, lon]);
      hang(pin.text, at);
    }
    keep();
  }

  // A label that the frame or a control would cut goes to the nearest spot by its area where nothing else is written, else
  // to one where only names on the ground give way; if there is none, it is not shown.
  function keep() {
    const cut = (text, on) => text.parentNode.classList.toggle("map-cut", on);
    for (const { text } of pins) {
      text.style.translate = "";
      cut(text, false);
    }
    const frame = DECONFLICT_LIVE.frame(live), { box, taken } = frame;
    const controls = taken.filter((b) => b.left > box.left + box.width / 2);
    const column = Math.min(box.right, ...controls.map((b) => b.left)), row = Math.max(box.top, ...controls.map((b) => b.bottom));
    for (const { id, node, text } of shown()) {
      const a = text.getBoundingClientRect(), { width, height } = a;
      if (frame.holds(a)) continue;
      const others = [...live.querySelectorAll(":not(.map-cut) > .map-name")].filter((other) => other !== text);
      const hits = (b, css) => others.filter((other) => other.matches(css) && frame.hit(b, other.getBoundingClientRect()));
      const area = (live.querySelector(`path[data-area="${id}"]`) || node).getBoundingClientRect();
      const within = (at, low, high) => Math.min(Math.max(at, low + 4), high - 4);
      const [left, right] = [area.left, area.right].map((x) => within(x, box.left, box.right));
      const [top, bottom] = [area.top, area.bottom].map((y) => within(y, box.top, box.bottom));
      // What is out of view has no label.
      const seen = area.left < box.right && area.right > box.left && area.top < box.bottom && area.bottom > box.top;
      const spots = (seen ? [a.left, left - width - 4, (left + right - width) / 2, right + 4, column - width - 8] : []).flatMap((x) =>
        [a.top, top - height - 4, (top + bottom - height) / 2, bottom + 4, row + 4].map((y) => {
          const b = { left: within(x, box.left, box.right - width), top: within(y, box.top, box.bottom - height) };
          return { ...b, right: b.left + width, bottom: b.top + height, far: Math.hypot(b.left - a.left, b.top - a.top) };
        })).filter(frame.holds).sort((b, c) => b.far - c.far);
      const fits = [".map-name", ".map-pin *"].map((css) => spots.find((b) => !hits(b, css).length)).find(Boolean);
      cut(text, !fits);
      if (!fits) continue;
      for (const other of hits(fits, ".map-name")) cut(other, true);
      text.style.translate = `${fits.left - a.left}px ${fits.top - a.top}px`;
    }
  }
  map.on("zoomend", arrange);
  map.on("moveend resize", keep);
  layers.changed(() => {
    keep();
    if (!shown().some((pin) => pin.node.tabIndex === 0) && shown().length) rove(shown()[0]);
  });
  if (pins.length) rove(pins[0]);
  for (const pane of ["ground", "lines", "accounts"]) map.getPane(pane).setAttribute("aria-hidden", "true");
};
