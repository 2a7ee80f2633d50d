"""The pictures of docs/architecture.md: the packages from `.importlinter`, the states of a case from the model."""

import configparser
import re
from collections.abc import Iterator
from pathlib import Path

from withhold.model.cases.case import TRANSITIONS, State
from withhold.model.cases.events import Docketed

CONTRACTS = Path(__file__).parents[1] / ".importlinter"
LAYERS = "importlinter:contract:layers"


def with_pictures(page: str) -> str:
    """The page with both pictures drawn again. The text outside the markers stays as it is.

    Raises ValueError if the page lacks the markers of a picture, or has them twice.
    """
    return _between_markers(_between_markers(page, "packages", packages_picture()), "states", states_picture())


def _between_markers(page: str, name: str, picture: str) -> str:
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->\n"
    if page.count(begin) != 1 or page.count(end) != 1:
        raise ValueError(f"docs/architecture.md needs the markers of {name} once: {begin.strip()} {end.strip()}")
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}```mermaid\n{picture}\n```\n{end}{after}"


def layers() -> list[list[str]]:
    """The packages of withhold, the highest layer first, as the import linter enforces them."""
    contracts = configparser.ConfigParser()
    contracts.read_string(CONTRACTS.read_text(encoding="utf-8"))
    return [re.findall(r"\w+", line) for line in contracts[LAYERS]["layers"].split("\n") if line.strip()]


def packages_picture() -> str:
    """A Mermaid flowchart: a box for each layer, and an arrow to the next layer down."""
    lines = ["flowchart TB"]
    for number, packages in enumerate(layers(), 1):
        lines += [f'    subgraph layer{number}[" "]', "        direction TB"]
        lines += [f"        {package}" for package in packages]
        lines += ["    end"]
    lines += [f"    layer{number} --> layer{number + 1}" for number in range(1, len(layers()))]
    return "\n".join(lines)


def states_picture() -> str:
    """A Mermaid state diagram: an arrow for each event that changes the state of a case."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.DOCKETED}: {Docketed.__name__}"]
    steps = list(_steps())
    lines += [f"    {before} --> {after}: {event}" for before, event, after in steps]
    left = {before for before, _, _ in steps}
    lines += [f"    {state} --> [*]" for state in State if state not in left]
    return "\n".join(lines)


def _steps() -> Iterator[tuple[State, str, State]]:
    for event, (allowed, target) in TRANSITIONS.items():
        yield from ((old, event.__name__, target) for old in allowed if target and old is not target)
