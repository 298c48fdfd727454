"""What axe finds on a page, in a list: of a long table the first rows stand for all made like them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

# The rows after the third leave the page while axe looks, and come back; only what can be scrolled is looked at whole.
RUN = """async ([options, whole]) => {
  const rows = [...document.querySelectorAll("tbody tr:nth-child(n + 4)")];
  const found = rows.length && whole ? (await axe.run(document, whole)).violations : [];
  const away = rows.map((row) => [row, document.createComment("")]);
  for (const [row, place] of away) row.replaceWith(place);
  try {
    return [...found, ...(await axe.run(document, options)).violations];
  } finally {
    for (const [row, place] of away) place.replaceWith(row);
  }
}"""
SCROLLS = "scrollable-region-focusable"


def violations(page: Page, run_only: object = None, rules: dict[str, Any] | None = None) -> list[tuple[str, str, str]]:
    """What axe finds: the rule, the part of the page, and what is wrong with it.

    Args:
        run_only: rules or their tags, as axe reads them; None for those it runs unasked.
        rules: rules to switch on or off.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    usual = {"resultTypes": ["violations"], "selectors": False}
    options = usual | ({"runOnly": run_only} if run_only else {}) | ({"rules": rules} if rules else {})
    whole = usual | {"runOnly": {"type": "rule", "values": [SCROLLS]}}
    found: list[dict[str, Any]] = page.evaluate(RUN, [options, whole])
    return [(v["id"], v["nodes"][0]["html"][:160], v["nodes"][0]["failureSummary"][:200]) for v in found]
