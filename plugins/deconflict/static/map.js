// The live map. It takes the place of the drawing when the figure comes into view; without it, nothing is missing.
"use strict";
(() => {
  const figure = document.querySelector("[data-map]");
  const source = document.getElementById("deconflict-map-data");
  const box = figure && figure.querySelector(".map-box");
  const live = figure && figure.querySelector(".map-live");
  if (!box || !live || !source) return;
  const button = figure.querySelector(".map-open");
  const page = JSON.parse(source.textContent);
  let started = false;

  // Scripts, not fetch: that works from a folder too.
  const load = (url) => new Promise((done, fail) => {
    const script = document.createElement("script");
    script.onload = done;
    script.onerror = fail;
    script.src = url;
    document.head.append(script);
  });
  const style = (url) => new Promise((done, fail) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.onload = done;
    link.onerror = fail;
    link.href = url;
    // Before ours, whose rules then win.
    document.head.prepend(link);
  });

  async function start() {
    if (started) return;
    started = true;
    const { css, scripts } = figure.dataset;
    try {
      const styled = style(css);
      for (const url of scripts.split(" ")) await load(url);
      await styled;
    } catch {
      // The drawing stays.
      return;
    }
    if (button) button.hidden = true;
    live.hidden = false;
    window.DECONFLICT_LIVE(figure, page);
    figure.classList.add("map-is-live");
  }

  // An entry of the list lights its area, in the drawing as in the live map.
  for (const row of figure.querySelectorAll("tr[data-area]")) {
    const light = (on) => {
      for (const node of figure.querySelectorAll(`[data-area="${CSS.escape(row.dataset.area)}"]`)) node.classList.toggle("m-lit", on);
    };
    for (const [type, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
      row.addEventListener(type, () => light(on));
    }
  }
  const spare = matchMedia("(prefers-reduced-data: reduce)").matches || (navigator.connection || {}).saveData;
  if (spare && button) {
    button.hidden = false;
    button.addEventListener("click", () => start());
  } else {
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      start();
    });
    watch.observe(box);
  }
})();
