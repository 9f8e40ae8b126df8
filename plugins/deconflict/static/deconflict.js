/* The fact box's filter says how many facts it shows; a link to a fact or a claim opens what holds it; each claim gets a
   link to itself when its list is opened. Filtering and opening are the browser's own, so they work without this file. */
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
    const number = rows.filter((row) => (verdict === "every" || row.dataset.verdict === verdict)
      && (party === "anyone" || row.dataset.tones.split(" ").includes(party))).length;
    shown.textContent = number === rows.length ? "" : number ? `${number} of ${rows.length} facts` : "No fact fits both.";
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

  function link(event) {
    for (const claim of event.target.querySelectorAll(".dc-claims [id]:not(:has(.dc-link))")) {
      const anchor = document.createElement("a");
      anchor.className = "dc-link";
      anchor.href = `#${claim.id}`;
      anchor.textContent = "#";
      anchor.setAttribute("aria-label", `link to this claim in ${claim.querySelector("a").textContent}`);
      claim.append(" ", anchor);
    }
  }

  box.addEventListener("change", count);
  box.addEventListener("toggle", link, true);
  addEventListener("hashchange", reveal);
  count();
  reveal();
})();
