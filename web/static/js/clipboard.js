/* Copying, also where the page is not a secure context (plain http in an office network). */
(function () {
  "use strict";
  function copyOld(text) {
    const box = document.createElement("textarea");
    box.value = text;
    box.setAttribute("readonly", "");
    box.className = "visually-hidden";
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }

  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      try { await navigator.clipboard.writeText(text); return true; } catch { /* refused: the old way may still work */ }
    }
    return copyOld(text);
  }

  page.on("click", "[data-copies]", async (button) => {
    const source = document.getElementById(button.dataset.copies);
    const done = await copy((source.value || source.textContent).trim());
    page.toast(done ? { text: page.text("copied") } : { text: page.text("notCopied"), tone: "bad" });
    button.focus();
  });
})();
page.on("click", "[data-prints]", () => window.print());
