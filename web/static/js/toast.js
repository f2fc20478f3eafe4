/* Short messages at the edge of the page, with a way back where there is one. The server sends them in HX-Trigger. */
(function () {
  "use strict";
  const SECONDS = 8;

  function button(label, act) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "btn btn-sm";
    element.textContent = label;
    element.addEventListener("click", act);
    return element;
  }

  /* {text, tone: "bad" or nothing, undo: {url, target, swap}, retry: function} */
  page.toast = function (message) {
    const box = document.createElement("div");
    box.className = "toast";
    box.setAttribute("role", message.tone === "bad" ? "alert" : "status");
    if (message.tone) box.dataset.tone = message.tone;
    const words = document.createElement("div");
    words.className = "toast-text";
    words.textContent = message.text;
    box.append(words);
    const close = () => box.remove();
    if (message.undo) box.append(undoButton(message.undo, close));
    if (message.retry) box.append(button(page.text("retry"), () => { close(); message.retry(); }));
    box.append(button(page.text("close"), close));
    document.getElementById("toasts").append(box);
    leaveLater(box, close);
    return box;
  };

  function undoButton(undo, close) {
    const element = button(page.text("undo"), () => {
      close();
      htmx.ajax("POST", undo.url, { target: undo.target || "body", swap: undo.swap || "outerHTML" });
    });
    /* The key takes back what was done last; older acts have their buttons. */
    document.querySelectorAll("#toasts [data-key=u]").forEach((older) => { delete older.dataset.key; });
    element.dataset.key = "u";
    element.dataset.keyHelp = page.text("undo");
    return element;
  }

  /* Not while somebody reads it (pointer or focus on it), and errors stay until they are closed. */
  function leaveLater(box, close) {
    if (box.dataset.tone === "bad") return;
    const tick = () => setTimeout(() => { box.matches(":hover, :focus-within") ? tick() : close(); }, SECONDS * 1000);
    tick();
  }

  document.addEventListener("toast", (occurrence) => page.toast(occurrence.detail));
})();
