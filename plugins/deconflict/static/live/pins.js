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

  // A label of what is in view is shifted into the frame and off the controls, where nothing else is written.
  function keep() {
    for (const { text } of pins) text.style.translate = "";
    const frame = DECONFLICT_LIVE.frame(live), { box, taken } = frame;
    const column = Math.min(box.right, ...taken.filter((b) => b.left > box.left + box.width / 2).map((b) => b.left)) - 4;
    const others = [...live.querySelectorAll(":not(.map-cut) > .map-name")];
    for (const pin of shown().filter(({ at: [lon, lat] }) => map.getBounds().contains([lat, lon]))) {
      const a = pin.text.getBoundingClientRect();
      if (frame.holds(a)) continue;
      const into = (low, high, from, to) => Math.max(from - low, 0) || Math.min(to - high, 0);
      const dy = into(a.top, a.bottom, box.top + 4, box.bottom - 4);
      const moves = [box.right - 4, column].map((right) => [into(a.left, a.right, box.left + 4, right), dy]);
      const fits = moves.find(([x, y]) => {
        const b = { left: a.left + x, right: a.right + x, top: a.top + y, bottom: a.bottom + y };
        return frame.holds(b) && !others.some((node) => node !== pin.text && frame.hit(b, node.getBoundingClientRect()));
      });
      if (fits) pin.text.style.translate = `${fits[0]}px ${fits[1]}px`;
    }
  }
  map.on("zoomend", arrange);
  map.on("moveend resize", keep);
  layers.changed(() => {
    if (!shown().some((pin) => pin.node.tabIndex === 0) && shown().length) rove(shown()[0]);
  });
  if (pins.length) rove(pins[0]);
  for (const pane of ["ground", "lines", "accounts"]) map.getPane(pane).setAttribute("aria-hidden", "true");
};
