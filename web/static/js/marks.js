/* Marked words: pointing at a shared term shows where it stands in both texts; a switch hides all marks for reading. */
(function () {
  "use strict";
  function light(chip, lit) {
    const frame = chip.closest("[data-marks]");
    frame.querySelectorAll("mark").forEach((mark) => {
      mark.classList.toggle("lit", lit && mark.textContent.includes(chip.dataset.term));
    });
  }
  ["mouseover", "focusin"].forEach((event) => page.on(event, "[data-term]", (chip) => light(chip, true)));
  ["mouseout", "focusout"].forEach((event) => page.on(event, "[data-term]", (chip) => light(chip, false)));
  page.on("change", "[data-toggles-marks]", (box) => document.body.classList.toggle("marks-off", !box.checked));
})();
