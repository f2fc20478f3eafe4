/* Lists to tick: [data-picks] holds the boxes, [data-picked="{count} of {all} ticked"] in it says how many are. */
(function () {
  "use strict";
  function count(list) {
    const line = list.querySelector("[data-picked]");
    const boxes = list.querySelectorAll("input[type=checkbox]");
    const ticked = [...boxes].filter((box) => box.checked).length;
    if (line) line.textContent = line.dataset.picked.replace("{count}", ticked).replace("{all}", boxes.length);
  }
  page.each("[data-picks]", count);
  page.on("change", "[data-picks] input[type=checkbox]", (box) => count(box.closest("[data-picks]")));
})();
