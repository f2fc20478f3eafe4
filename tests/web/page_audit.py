"""What a page must have for everybody who uses it without eyes or mouse, asked of the page itself."""

from __future__ import annotations

from playwright.sync_api import Page

# Each line: what is wrong and where. Shown elements only; names as a screen reader would say them, roughly.
AUDIT = """() => {
    const shown = e => e.getClientRects().length && getComputedStyle(e).visibility === "visible";
    const where = e => e.outerHTML.slice(0, 90);
    const text = id => document.getElementById(id)?.textContent || "";
    const ids = (e, name) => (e.getAttribute(name) || "").split(" ").filter(Boolean);
    const label = e => e.getAttribute("aria-label") || ids(e, "aria-labelledby").map(text).join(" ").trim();
    const words = e => e.textContent.trim() || [...e.querySelectorAll("[aria-label]")].some(label);
    const labelled = e => label(e) || [...(e.labels || [])].some(words);
    const pointers = ["aria-describedby", "aria-controls", "aria-labelledby"];
    const found = [];
    const check = (selector, ok, problem) => document.querySelectorAll(selector).forEach(e => {
        if (shown(e) && !ok(e)) found.push(problem + ": " + where(e));
    });
    check("a[href], button, summary, [role=button], [role=tab]", e => label(e) || words(e), "no name");
    check("input:not([type=hidden]), select:not(.ts-hidden-accessible), textarea", labelled, "no label");
    check("table", e => e.caption || label(e), "no caption");
    check(pointers.map(p => `[${p}]`).join(), e => pointers.flatMap(p => ids(e, p)).every(id =>
        document.getElementById(id)), "points to nothing");
    check("form[method=post]", e => e.querySelector("[name=csrf_token]"), "posts without the token");
    check("[style]:not(.chart *, .ts-wrapper *)", () => false, "style attribute");
    const named = [...document.querySelectorAll("[id]")].map(e => e.id);
    named.filter((id, i) => named.indexOf(id) !== i).forEach(id => found.push("twice: #" + id));
    if (document.querySelectorAll("main").length !== 1) found.push("not one main");
    if ([...document.querySelectorAll("h1")].filter(shown).length !== 1) found.push("not one h1");
    if (!document.title.trim() || document.title.startsWith(" ·")) found.push("no title");
    return found;
}"""


def audit_page(page: Page) -> list[str]:
    page.wait_for_load_state()
    found: list[str] = page.evaluate(AUDIT)
    return found


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    page.wait_for_load_state()
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
