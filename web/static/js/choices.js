/* Long lists to choose from and keywords to enter: <select data-choices> becomes a box that searches. */
(function () {
  "use strict";
  page.each("select[data-choices]", (select) => {
    new TomSelect(select, {
      create: select.hasAttribute("data-creates"),
      maxItems: select.multiple ? Number(select.dataset.most) || null : 1,
      plugins: select.multiple ? ["remove_button"] : [],
      placeholder: select.dataset.placeholder || "",
      hidePlaceholder: true,
      /* Enter takes what is on top: the list must not lag behind the typing. */
      refreshThrottle: 0,
      render: {
        no_results: () => { const box = document.createElement("div"); box.className = "no-results"; box.textContent = page.text("noResults"); return box; },
        option_create: (data, escape) => '<div class="create">' + escape(page.text("addNew", { word: data.input })) + "</div>",
      },
    });
  });
})();
