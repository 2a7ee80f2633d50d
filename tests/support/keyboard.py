"""Uses a page with the keyboard only."""

from pathlib import Path

from playwright.sync_api import Locator, Page

_FAR = 400
"""More stops than any page has: who has not arrived by then never will."""
_FOCUSED = """wanted => { const at = document.activeElement;
  return at === wanted || at.type === "radio" && wanted.type === "radio" && at.name === wanted.name; }"""
_SHOWN = """() => { const at = document.activeElement;
  const rings = [getComputedStyle(at)];
  for (const label of at.labels ?? []) rings.push(getComputedStyle(label), getComputedStyle(label, "::before"));
  return rings.some(each => each.outlineStyle !== "none" && parseFloat(each.outlineWidth) > 0); }"""
_STOPS = """() => { const seen = new Set(), stops = [];
  for (const each of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
    if (each.disabled || each.type === "hidden" || !each.checkVisibility()) continue;
    if (each.type === "radio") { const group = [...each.form.elements].filter(e => e.name === each.name);
      if (seen.has(group[0])) continue; seen.add(group[0]); }
    stops.push(each); }
  return stops.length; }"""
_AT = "() => document.activeElement.outerHTML.slice(0, 200)"
_MARK = """() => { const at = document.activeElement; if (at === document.body) return "";
  window.passed ??= new Map(); if (!window.passed.has(at)) window.passed.set(at, `${window.passed.size}`);
  return window.passed.get(at); }"""


class Keyboard:
    """Moves by Tab to an element, and presses keys there. The focus must be visible at each step."""

    def __init__(self, page: Page) -> None:
        self.page = page
        # Listen from now on. If listening and pressing were one step, the browser could open its own dialog first.
        page.on("filechooser", lambda _: None)

    def to(self, wanted: Locator) -> None:
        """Tab until it, or a radio button of its group, has the focus."""
        element = wanted.element_handle()
        for _ in range(_FAR):
            if self.page.evaluate(_FOCUSED, element):
                assert self.page.evaluate(_SHOWN), f"nothing shows that the focus is on {wanted}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not get to {wanted}")

    def follow(self, wanted: Locator) -> None:
        """A link, or a button that sends its form: to the page it leads to."""
        with self.page.expect_navigation():
            self.press(wanted)

    def press(self, wanted: Locator) -> None:
        """A link or a button that leaves the page where it is."""
        self.to(wanted)
        self.page.keyboard.press("Enter")

    def type(self, wanted: Locator, text: str) -> None:
        """Replace the content of a field."""
        self.to(wanted)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def date(self, wanted: Locator, year: int, month: int, day: int) -> None:
        """A date, by its parts, as the browser's own field takes them (American order)."""
        self.to(wanted)
        self.page.keyboard.type(f"{month:02}{day:02}{year:04}")

    def tick(self, wanted: Locator) -> None:
        """A box to tick."""
        self.to(wanted)
        self.page.keyboard.press("Space")
        assert wanted.is_checked()

    def choose(self, wanted: Locator) -> None:
        """One radio button of its group."""
        self.to(wanted)
        self.page.keyboard.press("Space")
        for _ in range(20):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not get to {wanted}")

    def select(self, wanted: Locator, value: str) -> None:
        """An option of a list."""
        self.to(wanted)
        for _ in range(60):
            if wanted.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the list has no {value}")

    def file(self, wanted: Locator, path: Path) -> None:
        """A file, through the browser's own dialog."""
        self.to(wanted)
        with self.page.expect_file_chooser() as opened:
            self.page.keyboard.press("Enter")
        opened.value.set_files(path)


def unreached(page: Page) -> int:
    """Return how many links, buttons and fields of a page Tab does not reach. None may keep the focus permanently."""
    page.evaluate("() => { document.activeElement.blur(); window.passed = new Map(); }")
    passed: list[str] = []
    for _ in range(_FAR):
        page.keyboard.press("Tab")
        at = str(page.evaluate(_MARK))
        if not at and passed:
            break
        if at:
            if passed and at == passed[0]:
                break
            assert page.evaluate(_SHOWN), f"nothing shows where the focus is: {page.evaluate(_AT)}"
            passed.append(at)
    return int(page.evaluate(_STOPS)) - len(set(passed))
