/* Jobs that run: an element with data-poll="/address" is replaced by what stands there, until that has no data-poll. */
(function () {
  "use strict";
  const FIRST = 1000;
  const LONGEST = 5000;
  let wait = FIRST;

  page.each("[data-poll]", (element) => {
    const look = () => {
      if (!element.isConnected) return;
      if (document.hidden) { document.addEventListener("visibilitychange", look, { once: true }); return; }
      htmx.ajax("GET", element.dataset.poll, { source: element, target: element, swap: "outerHTML" });
    };
    setTimeout(look, wait);
    wait = Math.min(wait * 1.2, LONGEST);
  });
})();
