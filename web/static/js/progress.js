/* Jobs that run: an element with data-poll="/address" is replaced by what stands there, until that has no data-poll.
   data-says is read out when the work comes to another data-stage, and every now and then within one. */
(function () {
  "use strict";
  const FIRST = 1000;
  const LONGEST = 5000;
  const QUIET = 15000;
  let wait = FIRST;
  let said = { stage: null, at: 0 };

  function tell(element) {
    const { says, stage } = element.dataset;
    if (!says || (stage === said.stage && Date.now() - said.at < QUIET)) return;
    said = { stage, at: Date.now() };
    page.say(says);
  }

  page.each("[data-poll]", (element) => {
    tell(element);
    const look = () => {
      if (!element.isConnected) return;
      if (document.hidden) { document.addEventListener("visibilitychange", look, { once: true }); return; }
      htmx.ajax("GET", element.dataset.poll, { source: element, target: element, swap: "outerHTML" });
    };
    setTimeout(look, wait);
    wait = Math.min(wait * 1.2, LONGEST);
  });
})();
