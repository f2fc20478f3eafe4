/* Keys for whoever works here all day: an element with data-key answers to it, data-key-help says what it does in "?". */
(function () {
  "use strict";
  const isTyping = (element) => element.matches("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");

  /* With a dialog open only what is in it answers. */
  function scope() {
    const dialogs = document.querySelectorAll("dialog[open]");
    return dialogs.length ? dialogs[dialogs.length - 1] : document;
  }

  function find(key) {
    const named = [...scope().querySelectorAll("[data-key]")].filter((element) => element.dataset.key === key);
    return named.find((element) => page.shown(element) && !element.disabled);
  }

  function act(element) {
    if (element.matches("input[type=radio], input[type=checkbox]")) { element.click(); element.focus(); }
    else if (isTyping(element)) element.focus();
    else element.click();
  }

  document.addEventListener("keydown", (occurrence) => {
    if (occurrence.ctrlKey || occurrence.metaKey || occurrence.altKey || occurrence.isComposing) return;
    if (occurrence.target instanceof Element && isTyping(occurrence.target)) return;
    if (occurrence.key === "?" && scope() === document) { occurrence.preventDefault(); showHelp(); return; }
    const element = find(occurrence.key);
    if (element) { occurrence.preventDefault(); act(element); }
  });

  function showHelp() {
    const list = document.querySelector("#keys [data-key-list]");
    const seen = new Map([["?", page.text("help")]]);
    document.querySelectorAll("[data-key][data-key-help]").forEach((element) => {
      if (!element.closest("dialog") && !seen.has(element.dataset.key)) seen.set(element.dataset.key, element.dataset.keyHelp);
    });
    list.replaceChildren(...[...seen].flatMap(([key, help]) => {
      const term = document.createElement("dt");
      const cap = document.createElement("kbd");
      cap.className = "kbd";
      cap.textContent = key;
      term.append(cap);
      const meaning = document.createElement("dd");
      meaning.textContent = help;
      return [term, meaning];
    }));
    page.openDialog(document.getElementById("keys"), document.activeElement);
  }
  page.on("click", "[data-shows-keys]", showHelp);
})();
