/* Menus are <details>: one open at a time, closed by Escape or a click beside them. The console's side can slide in. */
(function () {
  "use strict";
  const open = () => [...document.querySelectorAll("details.menu[open], details.stat-explain[open]")];

  document.addEventListener("click", (occurrence) => {
    open().forEach((menu) => { if (!menu.contains(occurrence.target)) menu.open = false; });
    const side = document.querySelector("[data-side][data-open]");
    if (side && !side.contains(occurrence.target) && !occurrence.target.closest("[data-toggles-side]")) slide(side, false);
  });
  document.addEventListener("keydown", (occurrence) => {
    if (occurrence.key !== "Escape") return;
    open().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
    const side = document.querySelector("[data-side][data-open]");
    if (side) slide(side, false);
  });

  function slide(side, out) {
    side.toggleAttribute("data-open", out);
    const burger = document.querySelector("[data-toggles-side]");
    burger.setAttribute("aria-expanded", String(out));
    (out ? side.querySelector("a") : burger).focus();
  }
  page.on("click", "[data-toggles-side]", () => {
    const side = document.querySelector("[data-side]");
    slide(side, !side.hasAttribute("data-open"));
  });
})();
