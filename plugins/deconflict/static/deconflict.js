/* The fact box's filter says how many facts it shows; a link to a fact that it hides shows all facts again.
   The filtering itself is the style sheet's, so that it works without this file. */
(() => {
  "use strict";
  const box = document.querySelector(".dc-factbox");
  if (!box) return;
  const rows = [...box.querySelectorAll(".dc-row")];
  const shown = box.querySelector(".dc-shown");
  const chosen = (name) => box.querySelector(`input[name="${name}"]:checked`).value;

  function count() {
    const verdict = chosen("dc-verdict");
    const party = chosen("dc-party");
    const fits = (row) => (verdict === "every" || row.dataset.verdict === verdict)
      && (party === "anyone" || row.dataset.tones.split(" ").includes(party));
    for (const group of box.querySelectorAll("tbody")) {
      group.hidden = ![...group.querySelectorAll(".dc-row")].some(fits);
    }
    const number = rows.filter(fits).length;
    shown.textContent = number === rows.length ? "" : `${number} of ${rows.length} facts`;
  }

  function reveal() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !box.contains(target)) return;
    for (const input of box.querySelectorAll('[value="every"], [value="anyone"]')) input.checked = true;
    count();
    const details = target.closest("details");
    if (details) details.open = true;
    target.scrollIntoView();
  }

  box.addEventListener("change", count);
  addEventListener("hashchange", reveal);
  reveal();
})();
