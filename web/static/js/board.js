/* The board of a plan: a visit is dragged to another day, each day says what that would cost; dialogs close when done. */
(function () {
  "use strict";
  let dragged = null;
  const rows = () => document.querySelectorAll("[data-board] tr[data-day]");

  function mark(places) {
    if (!dragged) return;
    const known = new Map(places.map((place) => [place.day, place]));
    rows().forEach((row) => {
      const place = known.get(row.dataset.day);
      if (!place) return;
      row.dataset.drop = place.free ? "free" : "barred";
      row.querySelector(".board-price").textContent = place.text;
    });
  }

  function clear() {
    rows().forEach((row) => {
      delete row.dataset.drop;
      delete row.dataset.over;
      row.querySelector(".board-price").textContent = "";
    });
    if (dragged) delete dragged.dataset.dragged;
    dragged = null;
  }

  page.on("dragstart", "[data-visit]", (card, occurrence) => {
    dragged = card;
    card.dataset.dragged = "";
    occurrence.dataTransfer.effectAllowed = "move";
    occurrence.dataTransfer.setData("text/plain", card.id);
    fetch(card.dataset.places, { headers: { Accept: "application/json" }, credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)))
      .then(mark)
      .catch(() => { clear(); page.toast({ text: page.text("failed"), tone: "bad" }); });
  });
  page.on("dragover", "[data-board] tr[data-day]", (row, occurrence) => {
    if (!dragged || row.contains(dragged)) return;
    occurrence.preventDefault();
    rows().forEach((other) => other.toggleAttribute("data-over", other === row));
  });
  page.on("drop", "[data-board] tr[data-day]", (row, occurrence) => {
    if (!dragged || row.contains(dragged)) return;
    occurrence.preventDefault();
    const address = dragged.dataset.move;
    const view = document.getElementById("plan-body").dataset.view;
    clear();
    htmx.ajax("POST", address, { target: "#plan-body", swap: "outerHTML", values: { on_date: row.dataset.day, view } });
  });
  document.addEventListener("dragend", clear);

  /* What was asked for in the dialog is done. */
  document.addEventListener("plan:changed", () => {
    const dialog = document.getElementById("visit-dialog");
    if (dialog && dialog.open) dialog.close();
  });
  /* The last visit's acts are not shown while the next one's are fetched. */
  document.addEventListener("dialog:open", (occurrence) => {
    if (occurrence.target.id === "visit-dialog") document.getElementById("visit-body").replaceChildren();
  });

  /* A list that is still being worked out looks again. */
  page.each("[data-reload]", (list) => {
    const look = () => {
      if (!list.isConnected) return;
      if (document.hidden) { document.addEventListener("visibilitychange", look, { once: true }); return; }
      htmx.ajax("GET", list.dataset.reload, { source: list, target: list, select: "#proposals", swap: "outerHTML" });
    };
    setTimeout(look, 1500);
  });
})();
