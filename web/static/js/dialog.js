/* Native dialogs: buttons that open and close them, and the question before what cannot be taken back. */
(function () {
  "use strict";
  function open(dialog, opener) {
    dialog.opener = opener;
    if (!dialog.open) dialog.showModal();
  }
  page.openDialog = open;

  page.on("click", "[data-opens]", (button) => {
    const dialog = document.getElementById(button.dataset.opens);
    dialog.dispatchEvent(new CustomEvent("dialog:open", { bubbles: true, detail: { opener: button } }));
    open(dialog, button);
  });
  page.on("click", "[data-closes]", (button) => button.closest("dialog").close());
  page.on("click", "dialog", (dialog, occurrence) => { if (occurrence.target === dialog) dialog.close(); });
  document.addEventListener("close", (occurrence) => {
    const opener = occurrence.target.opener;
    if (opener && opener.isConnected) opener.focus();
  }, true);

  /* Ask in our own dialog; resolves to true or false. */
  page.ask = function (question, confirmLabel) {
    const dialog = document.getElementById("ask");
    dialog.querySelector("[data-ask-text]").textContent = question;
    const yes = dialog.querySelector("[data-ask-yes]");
    yes.textContent = confirmLabel || page.text("confirm");
    dialog.returnValue = "";
    open(dialog, document.activeElement);
    return new Promise((settle) => {
      dialog.addEventListener("close", () => settle(dialog.returnValue === "yes"), { once: true });
    });
  };

  /* hx-confirm="..." on anything that htmx sends. */
  document.addEventListener("htmx:confirm", (occurrence) => {
    if (!occurrence.detail.question) return;
    occurrence.preventDefault();
    page.ask(occurrence.detail.question, occurrence.target.dataset.confirmLabel)
      .then((agreed) => agreed && occurrence.detail.issueRequest(true));
  });

  /* data-confirm="..." on an ordinary form. */
  document.addEventListener("submit", (occurrence) => {
    const form = occurrence.target;
    if (!form.dataset.confirm || form.dataset.agreed) return;
    occurrence.preventDefault();
    occurrence.stopImmediatePropagation();
    page.ask(form.dataset.confirm, form.dataset.confirmLabel).then((agreed) => {
      if (!agreed) return;
      form.dataset.agreed = "yes";
      page.submit(form);
    });
  }, true);
})();
