/* What every module uses: texts in the page's language, delegated events, and a call for parts that arrive later. */
window.page = (function () {
  "use strict";
  const block = document.getElementById("page-texts");
  const texts = block ? JSON.parse(block.textContent) : {};

  /* A text of the page, with {name} filled in. An unknown key is a mistake of ours and says so. */
  function text(key, values) {
    if (!(key in texts)) throw new Error("No text " + key + "; known are " + Object.keys(texts).join(", "));
    return texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  /* Listen on the document for an event that starts inside `selector`; elements may come and go. */
  function on(event, selector, handler) {
    document.addEventListener(event, (occurrence) => {
      const start = occurrence.target instanceof Element ? occurrence.target : null;
      const element = start && start.closest(selector);
      if (element) handler(element, occurrence);
    });
  }

  /* Call `handler(element)` for every match now and in whatever htmx brings later. */
  function each(selector, handler) {
    document.addEventListener("htmx:load", (occurrence) => {
      const root = occurrence.detail.elt;
      if (root.matches(selector)) handler(root);
      root.querySelectorAll(selector).forEach(handler);
    });
  }

  /* Submit as if the button had been pressed (checks and htmx included), in browsers without requestSubmit, too. */
  function submit(form) {
    if (form.requestSubmit) return form.requestSubmit();
    const button = form.querySelector("[type=submit]");
    if (button) button.click();
  }

  /* Tell a screen reader. */
  function say(sentence) {
    const region = document.getElementById("page-voice");
    if (region) region.textContent = sentence;
  }

  const token = () => document.querySelector("meta[name=csrf-token]").content;
  const shown = (element) => element.getClientRects().length > 0;
  return { text, on, each, submit, say, token, shown };
})();
