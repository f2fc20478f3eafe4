/* htmx: the token on everything it posts, a thin line while it waits, and plain words with a way on when it fails. */
(function () {
  "use strict";
  document.addEventListener("htmx:configRequest", (occurrence) => {
    occurrence.detail.headers["X-CSRFToken"] = page.token();
  });

  const busy = () => document.getElementById("page-busy");
  let open = 0;
  const turn = (step) => { open = Math.max(0, open + step); busy().toggleAttribute("data-on", open > 0); };
  document.addEventListener("htmx:beforeRequest", () => turn(1));
  document.addEventListener("htmx:afterRequest", () => turn(-1));

  /* Once more, the way it was asked for. */
  const retry = (element) => () => (element.matches("form") ? page.submit(element) : element.click());

  document.addEventListener("htmx:responseError", (occurrence) => {
    const { xhr, elt } = occurrence.detail;
    const fragment = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("[data-error]");
    const words = fragment ? fragment.textContent.replace(/\s+/g, " ").trim() : page.text("failed");
    page.toast({ text: words, tone: "bad", retry: [429, 503].includes(xhr.status) ? retry(elt) : null });
  });
  for (const event of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(event, (occurrence) => {
      page.toast({ text: page.text("offline"), tone: "bad", retry: retry(occurrence.detail.elt) });
    });
  }
})();
