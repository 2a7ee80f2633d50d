"""Reads and writes the results of a report. Earlier commands write them into its folder."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from withhold.model.errors import Code, Unreadable

CLOSED_FORM: Final = "namesakes-closed-form.json"
ENUMERATION: Final = "namesakes-enumerate.json"
TRIALS: Final = "trial-*.json"
Result = dict[str, Any]


@dataclass(slots=True)
class Results:
    """The results that exist. The keys of ``trials`` are the names of their files, without ``.json``."""

    closed_form: Result | None = None
    enumeration: Result | None = None
    trials: dict[str, Result] = field(default_factory=dict)

    def as_json(self) -> Result:
        """Return all results, as in evidence.json."""
        return {"namesakes": {"closed_form": self.closed_form, "enumeration": self.enumeration}, "trials": self.trials}


def read_results(folder: Path) -> Results:
    """Return the results in a folder. Raises Unreadable for a file that is not a result of the kind in its name."""
    results = Results(_optional(folder / CLOSED_FORM, "keys"), _optional(folder / ENUMERATION, "agreement"))
    for path in sorted(folder.glob(TRIALS), key=lambda path: path.stem):
        results.trials[path.stem] = _read(path, "policies")
    return results


def write_result(path: Path, result: Result) -> None:
    """Write one result, atomically. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(result, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    draft.replace(path)


def trial_file(result: Result) -> str:
    """Return the name of a trial's file: its source, and its noise if that is not the default.

    For example, ``trial-pseudopeople-noise-2.json``.
    """
    raised = f"-noise-{result['noise']:g}" if result.get("noise", 1.0) != 1.0 else ""
    return f"trial-{result['source']}{raised}.json"


def _optional(path: Path, must_have: str) -> Result | None:
    return _read(path, must_have) if path.is_file() else None


def _read(path: Path, must_have: str) -> Result:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Unreadable(Code.STUDY_RESULT_UNREADABLE, file=path.name) from error
    if not isinstance(found, dict) or must_have not in found:
        raise Unreadable(Code.STUDY_RESULT_UNREADABLE, file=path.name)
    return found
