// Puts the live map together; map.js calls this once.
"use strict";
DECONFLICT_LIVE.start = (figure) => {
  const { DECONFLICT_THEATRE: theatre, DECONFLICT_PAGE: page } = window;
  const box = figure.querySelector(".map-box"), live = figure.querySelector(".map-live");
  const { make } = DECONFLICT_LIVE;
  const map = window.DECONFLICT_SKELETON(), layers = DECONFLICT_LIVE.layers();
  const said = make("p", "map-said");
  said.setAttribute("role", "status");
  live.append(said);
  const here = { map, page, theatre, figure, box, live, layers, say: (text) => { said.textContent = text; } };
  here.view = DECONFLICT_LIVE.view(here);
  map.attributionControl.getContainer().textContent = theatre.attribution.join(" · ");
  here.view.frame();
  DECONFLICT_LIVE.ground(here);
  DECONFLICT_LIVE.names(here);
  DECONFLICT_LIVE.pins(here);
  DECONFLICT_LIVE.controls(here);
  figure.classList.add("map-is-live");
  // What is written is held against the controls and the little map once they stand.
  map.fire("resize");
  here.view.restore();
};
