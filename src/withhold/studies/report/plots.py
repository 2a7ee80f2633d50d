"""The plots. Each function takes results and returns a figure that is clear without the page."""

from collections.abc import Sequence
from typing import Any

from matplotlib.figure import Figure

from withhold.studies.report import phrases as words
from withhold.studies.report.drawing import GRID, INK, MUTED, OTHER, SAFE, THIRD, UNSAFE, figure
from withhold.studies.trial.policies import GATEWAY

Result = dict[str, Any]
SHOWN = ("name", "state", "county", "zip", "date_of_birth")
"""Keys of the plots by group and by decile."""
MARKS = (("o", UNSAFE), ("s", THIRD), ("^", OTHER), ("D", SAFE), ("v", MUTED))


def share_by_key(closed_form: Result) -> Figure:
    """Return a plot of the share of all people with a namesake, by key."""
    rows = [(each["words"], 100 * each["strata"][0]["share"]) for each in closed_form["keys"].values()]
    made, axes = figure(0.52 * len(rows) + 0.7)
    _bars(axes, rows, [UNSAFE if value >= 50 else THIRD if value >= 5 else OTHER for _, value in rows], "{:.1f} %")
    axes.set_xlim(0, 100)
    axes.set_xlabel("of 100 people: share it with somebody")
    return made


def median_by_group(closed_form: Result) -> Figure:
    """Return a plot of the median number of others with the same first and last name, by group."""
    namesakes = closed_form["namesakes"]
    rows = [("Everyone", namesakes["everyone"]["median"])]
    groups = [(words.group(name), each["median"]) for name, each in namesakes.items() if name != "everyone"]
    rows += sorted(groups, key=lambda row: -row[1])
    made, axes = figure(0.48 * len(rows) + 0.7)
    _bars(axes, rows, [MUTED] + [OTHER] * len(groups), "{:,.0f}")
    axes.set_xlabel("others with the same full name (median)")
    return made


def share_by_group(closed_form: Result) -> Figure:
    """Return a plot of the share with a namesake under several keys, by group."""
    groups = [row["name"] for row in _strata(closed_form, "name", "group")]
    made, axes = figure(0.44 * len(groups) + 1.75)
    for at, _ in enumerate(groups):
        axes.axhline(at, color=GRID, linewidth=0.7, zorder=0)
    for (marker, color), key in zip(MARKS, SHOWN, strict=True):
        values = [100 * row["share"] for row in _strata(closed_form, key, "group")]
        label = closed_form["keys"][key]["words"]
        axes.plot(values, range(len(groups)), marker, color=color, markersize=7, label=label, linestyle="none")
    axes.set_yticks(range(len(groups)), [words.group(name).replace(" and ", " and\n") for name in groups])
    axes.invert_yaxis()
    axes.set_xlim(-2, 100)
    axes.set_xlabel("of 100 people of the group")
    made.legend(
        *axes.get_legend_handles_labels(), loc="outside upper left", ncols=2, handletextpad=0.2, columnspacing=1
    )
    return made


def share_by_decile(closed_form: Result) -> Figure:
    """Return a plot of the share with a namesake under several keys, from the rarest names to the commonest."""
    made, axes = figure(3.9)
    for (marker, color), key in zip(MARKS, SHOWN, strict=True):
        values = [100 * row["share"] for row in _strata(closed_form, key, "decile")]
        label = closed_form["keys"][key]["words"]
        axes.plot(
            range(1, len(values) + 1), values, marker=marker, color=color, label=label, linewidth=1.4, markersize=5
        )
    axes.set_xticks([1, 5, 10], ["rarest\ntenth", "middle", "commonest\ntenth"])
    axes.grid(axis="y", color=GRID)
    axes.set_ylim(-2, 102)
    axes.set_ylabel("of 100 people")
    axes.set_xlabel("people by how common their full name is")
    made.legend(
        *axes.get_legend_handles_labels(), loc="outside upper left", ncols=2, handletextpad=0.4, columnspacing=1
    )
    return made


def agreement(enumeration: Result) -> Figure:
    """Return a plot of the difference between each count and the closed form, with the range that chance allows."""
    rows = [(each["words"], each["strata"][0]) for each in enumeration["keys"].values()]
    made, axes = figure(0.52 * len(rows) + 0.9)
    allowed = enumeration["agreement"]["standard_errors_allowed"]
    for at, (label, row) in enumerate(rows):
        half = 100 * allowed * row["standard_error"]
        axes.plot([-half, half], [at, at], color=GRID, linewidth=8, solid_capstyle="butt", zorder=1)
        axes.plot(
            100 * (row["share"] - row["closed_form"]), at, "o", color=SAFE if row["agrees"] else UNSAFE, markersize=6
        )
        axes.annotate(label, (0, at), (0, 9), textcoords="offset points", ha="center", color=INK)
    axes.axvline(0, color=MUTED, linewidth=0.8, zorder=0)
    axes.set_yticks([])
    axes.set_ylim(len(rows) - 0.6, -0.8)
    axes.set_xlabel("count minus formula, in percentage points")
    return made


def wrong_by_policy(trial: Result) -> Figure:
    """Return a plot of the wrong disclosures in 100, by policy, with the exact upper bound."""
    rows = [(each["words"], 100 * (each["wrong"]["share"] or 0.0)) for each in trial["policies"].values()]
    bounds = [100 * each["wrong"]["upper_bound_95"] for each in trial["policies"].values()]
    made, axes = figure(0.5 * len(rows) + 0.8)
    _bars(axes, rows, _by_safety(trial), "{:.1f}")
    for at, (bound, (_, value)) in enumerate(zip(bounds, rows, strict=True)):
        axes.plot([value, bound], [at, at], color=INK, linewidth=1.2)
        axes.plot(bound, at, "|", color=INK, markersize=9)
    axes.set_xlabel("wrong people in 100 disclosures (| at most, 95 %)")
    return made


def recall_by_policy(trial: Result) -> Figure:
    """Return a plot of the right disclosures for 100 people on file, by policy."""
    rows = [(each["words"], 100 * (each["recall"]["share"] or 0.0)) for each in trial["policies"].values()]
    made, axes = figure(0.5 * len(rows) + 0.8)
    _bars(axes, rows, _by_safety(trial), "{:.1f}")
    axes.set_xlim(0, 100)
    axes.set_xlabel("rightly answered, of 100 people on file")
    return made


def held_back(trial: Result) -> Figure:
    """Return a plot of the reasons why the gateway did not confirm a person who is on file."""
    total = trial["answerable"]
    rows = [(words.HELD_BACK[name][0], 100 * count / total) for name, count in trial["held_back"].items()]
    made, axes = figure(0.48 * max(len(rows), 1) + 0.7)
    _bars(axes, rows, [OTHER] * len(rows), "{:.1f}")
    axes.set_xlabel("of 100 people on file who were asked for")
    return made


def _bars(axes: Any, rows: Sequence[tuple[str, float]], colors: Sequence[str], form: str) -> None:
    """Draw horizontal bars. Each has its label and figure above it, so that long labels fit on a phone."""
    values = [value for _, value in rows]
    axes.barh(range(len(rows)), values, height=0.34, color=colors)
    above: dict[str, Any] = {"xytext": (0, 7), "textcoords": "offset points", "va": "bottom"}
    for at, (label, value) in enumerate(rows):
        axes.annotate(label, (0, at), ha="left", annotation_clip=False, **above)
        axes.annotate(
            form.format(value), (1, at), xycoords=("axes fraction", "data"), ha="right", weight="bold", **above
        )
    axes.set_yticks([])
    axes.set_xlim(0, (max(values, default=1) or 1) * 1.05)
    axes.set_ylim(len(rows) - 0.6, -0.85)


def _by_safety(trial: Result) -> list[str]:
    return [SAFE if name == GATEWAY else OTHER if name.startswith(GATEWAY) else UNSAFE for name in trial["policies"]]


def _strata(result: Result, key: str, kind: str) -> list[Result]:
    return [row for row in result["keys"][key]["strata"] if row["kind"] == kind]
