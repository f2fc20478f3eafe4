/* Forms: counters, a word before leaving with unsaved entries, no double posting, filters that apply at once. */
(function () {
  "use strict";
  /* Characters as people count them; past the limit it warns and never cuts. */
  function count(box) {
    const output = document.getElementById(box.dataset.count);
    const limit = Number(box.dataset.limit);
    const length = [...box.value.trim()].length;
    output.textContent = length + " / " + limit;
    output.toggleAttribute("data-over", length > limit);
  }
  page.each("[data-count]", count);
  page.on("input", "[data-count]", count);

  const entries = (form) => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
  page.each("form[data-guard]", (form) => { form.entriesAtStart = entries(form); });
  const isDirty = (form) => !form.isLeaving && form.entriesAtStart !== undefined && entries(form) !== form.entriesAtStart;
  page.markSaved = (form) => { form.entriesAtStart = entries(form); };
  window.addEventListener("beforeunload", (occurrence) => {
    if ([...document.querySelectorAll("form[data-guard]")].some(isDirty)) occurrence.preventDefault();
  });

  document.addEventListener("submit", (occurrence) => {
    const form = occurrence.target;
    form.isLeaving = true;
    if (form.matches("[hx-post], [hx-get], [method=get], [method=dialog]")) return;
    if (form.isSent) { occurrence.preventDefault(); return; }
    form.isSent = true;
  });
  /* Back from the next page the form must work again. */
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => {
    form.isSent = form.isLeaving = false;
    delete form.dataset.agreed;
  }));

  page.on("change", "form[data-applies] select, form[data-applies] input[type=checkbox]", (element) => page.submit(element.form));
  page.on("click", "[data-shows-password]", (button) => {
    const box = document.getElementById(button.dataset.showsPassword);
    const plain = box.type === "password";
    box.type = plain ? "text" : "password";
    button.setAttribute("aria-pressed", String(plain));
  });
})();
