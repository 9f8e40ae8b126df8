// The map on the page. Areas, entries of the list, cells of the fact box and links to facts light each other up; and the
// live map takes the drawing's place when it comes into view. Without this file, nothing is missing.
(() => {
  "use strict";
  const figure = document.querySelector("[data-map]");
  const box = figure && figure.querySelector(".map-box");
  const live = figure && figure.querySelector(".map-live");
  if (!box || !live) return;

  // Which areas answer a fact: their entries in the list say so.
  const facts = new Map();
  for (const { dataset: { area, fact } } of figure.querySelectorAll("tr[data-area]")) {
    facts.set(fact, [...(facts.get(fact) || []), area]);
  }
  const nodes = (id) => [...document.querySelectorAll(`[data-area~="${CSS.escape(id)}"]`)];
  function areas(node) {
    const own = node.closest("[data-area]");
    if (own) return own.dataset.area.split(" ");
    const link = node.closest(".dc-fact a[href], .dc-fact-label a[href]"), row = node.closest(".dc-row th");
    return facts.get(link ? link.hash.slice(1) : row ? row.parentNode.id : "") || [];
  }
  let lit = "";
  function light(event) {
    const ids = event.target instanceof Element ? areas(event.target) : [], key = ids.join(" ");
    if (key === lit) return;
    for (const node of document.querySelectorAll(".m-lit")) node.classList.remove("m-lit");
    for (const node of ids.flatMap(nodes)) node.classList.add("m-lit");
    lit = key;
  }
  for (const type of ["mouseover", "focusin", "click"]) document.addEventListener(type, light);

  const button = figure.querySelector(".map-open");
  let started;
  // Scripts, not fetch: that works from a folder too.
  const add = (tag, about) => new Promise((done, fail) => {
    const node = Object.assign(document.createElement(tag), { onload: done, onerror: fail }, about);
    // A style sheet before ours, whose rules then win.
    document.head[tag === "link" ? "prepend" : "append"](node);
  });
  async function load() {
    const { css, scripts } = figure.dataset;
    try {
      const styled = css.split(" ").reverse().map((href) => add("link", { rel: "stylesheet", href }));
      await Promise.all(scripts.split(" ").map((src) => add("script", { src, async: false })));
      await Promise.all(styled);
    } catch {
      // The drawing stays.
      return;
    }
    if (button) button.hidden = true;
    live.hidden = false;
    window.DECONFLICT_LIVE.start(figure);
  }
  const start = () => (started ||= load());

  function linked() {
    if (!location.hash.startsWith("#map=")) return;
    box.scrollIntoView({ block: "center" });
    start();
  }
  addEventListener("hashchange", linked);
  linked();
  const spare = matchMedia("(prefers-reduced-data: reduce)").matches || (navigator.connection || {}).saveData;
  if (spare && button) {
    button.hidden = false;
    button.addEventListener("click", start);
  } else {
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      start();
    });
    watch.observe(box);
  }
})();
