/* The file box: says what was chosen, and refuses before sending what the server would refuse. */
(function () {
  "use strict";
  const megabytes = (bytes) => (bytes / 1048576).toFixed(1) + " MB";

  function problem(input, file) {
    const limit = Number(input.dataset.maxBytes);
    if (limit && file.size > limit) return page.text("fileTooLarge", { size: megabytes(file.size), limit: megabytes(limit) });
    const kinds = input.accept ? input.accept.split(",") : [];
    const fits = !kinds.length || kinds.some((kind) => file.name.toLowerCase().endsWith(kind.trim()));
    return fits ? "" : page.text("fileKind", { kinds: input.accept });
  }

  page.on("change", ".file-drop input[type=file]", (input) => {
    const line = input.closest(".file-drop").querySelector("[data-file-name]");
    const file = input.files[0];
    if (!file) { line.textContent = ""; return; }
    const refused = problem(input, file);
    if (refused) { input.value = ""; page.toast({ text: refused, tone: "bad" }); }
    line.textContent = refused ? "" : file.name + " · " + megabytes(file.size);
  });
  page.on("dragover", ".file-drop", (box) => box.setAttribute("data-over", ""));
  ["dragleave", "drop"].forEach((event) => page.on(event, ".file-drop", (box) => box.removeAttribute("data-over")));
})();
