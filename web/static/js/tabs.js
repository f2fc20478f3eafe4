/* Tabs within a page: arrow keys move, the address remembers. */
(function () {
  "use strict";
  function choose(tab, byKey) {
    tab.closest("[role=tablist]").querySelectorAll("[role=tab]").forEach((other) => {
      const chosen = other === tab;
      other.setAttribute("aria-selected", String(chosen));
      other.tabIndex = chosen ? 0 : -1;
      document.getElementById(other.getAttribute("aria-controls")).hidden = !chosen;
    });
    if (byKey) tab.focus();
    history.replaceState(history.state, "", "#" + tab.getAttribute("aria-controls"));
  }
  page.on("click", "[role=tab]", (tab) => choose(tab, false));
  page.on("keydown", "[role=tab]", (tab, occurrence) => {
    const tabs = [...tab.closest("[role=tablist]").querySelectorAll("[role=tab]")];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[occurrence.key];
    if (!step) return;
    occurrence.preventDefault();
    choose(tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length], true);
  });
  document.addEventListener("DOMContentLoaded", () => {
    const named = location.hash.length > 1 && document.querySelector('[role=tab][aria-controls="' + CSS.escape(location.hash.slice(1)) + '"]');
    if (named) choose(named, false);
  });
})();
