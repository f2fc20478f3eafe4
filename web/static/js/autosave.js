/* Drafts: a form with data-autosave="/address" is posted there when typing pauses; the note says when it was kept. */
(function () {
  "use strict";
  const PAUSE = 1500;
  const AGAIN = 10000;

  function note(form, key, values) {
    const element = form.querySelector("[data-autosave-note]");
    if (element) element.textContent = page.text(key, values);
  }

  async function save(form) {
    const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body, headers: { "X-CSRFToken": page.token(), "X-Requested-With": "autosave" }, credentials: "same-origin",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const kept = await answer.json();
      /* What is kept from now on is the same draft, and posting posts it. */
      if (kept.draft && form.elements.draft) form.elements.draft.value = kept.draft;
      page.markSaved(form);
      note(form, "draftSaved", { time: new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }) });
    } catch {
      note(form, "draftNotSaved");
      plan(form, AGAIN);
    }
  }

  function plan(form, wait) {
    clearTimeout(form.saveLater);
    form.saveLater = setTimeout(() => save(form), wait);
  }
  page.on("input", "form[data-autosave]", (form) => plan(form, PAUSE));
  document.addEventListener("submit", (occurrence) => clearTimeout(occurrence.target.saveLater));
})();
