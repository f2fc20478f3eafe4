/* The review queue: one candidate is current; j and k move, deciding moves on to the next that is open. */
(function () {
  "use strict";
  const all = () => [...document.querySelectorAll("[data-review] .candidate")];
  const current = () => document.querySelector("[data-review] .candidate[data-current]");

  function choose(candidate, focus) {
    all().forEach((other) => {
      other.toggleAttribute("data-current", other === candidate);
      const head = other.querySelector(".candidate-head");
      head.setAttribute("aria-expanded", String(other === candidate));
    });
    if (focus) {
      candidate.querySelector(".candidate-head").focus({ preventScroll: true });
      candidate.scrollIntoView({ block: "nearest" });
    }
  }

  /* Past the last (or before the first) candidate: the next (or previous) need, if there is one. */
  function move(step) {
    const list = all();
    const next = list[list.indexOf(current()) + step];
    if (next) choose(next, true);
    else {
      const link = document.querySelector(step > 0 ? "[data-review-next]" : "[data-review-previous]");
      if (link) link.click();
    }
  }

  page.on("click", ".candidate-head", (head) => choose(head.closest(".candidate"), true));
  page.on("click", "[data-review-step]", (button) => move(Number(button.dataset.reviewStep)));

  /* The one dialog for reasons serves every candidate: it posts where its opener says. */
  document.addEventListener("dialog:open", (occurrence) => {
    const opener = occurrence.detail.opener;
    if (!opener.dataset.decides) return;
    const form = occurrence.target.querySelector("form");
    form.reset();
    form.setAttribute("hx-post", opener.dataset.decides);
    form.setAttribute("hx-target", "#" + opener.closest(".candidate").id);
    htmx.process(form);
  });
  /* The list was replaced (a decision, or one taken back, moves the others): its current candidate gets the focus ... */
  document.addEventListener("htmx:load", (occurrence) => {
    if (occurrence.detail.elt.matches("[data-review] .candidate, #candidates") && current()) choose(current(), true);
  });
  /* A refused decision is told in a message, which must not lie behind the dialog. */
  document.addEventListener("htmx:responseError", () => {
    document.querySelectorAll("#reasons[open]").forEach((dialog) => dialog.close());
  });
  /* ... and after a decision the next open one does. */
  document.addEventListener("decided", () => {
    document.querySelectorAll("dialog[open]").forEach((dialog) => { dialog.opener = null; dialog.close(); });
    const list = all();
    const at = list.indexOf(current());
    const open = [...list.slice(at + 1), ...list.slice(0, at)].find((candidate) => !candidate.dataset.decided);
    if (open) choose(open, true);
  });
})();
