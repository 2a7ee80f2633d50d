"""The part of the report about policies: what each would have disclosed, and whether it was about the right person."""

from typing import Any

from withhold.studies.report import markup
from withhold.studies.report import phrases as words
from withhold.studies.report.phrases import between, one_in, percent
from withhold.studies.trial.policies import GATEWAY

Result = dict[str, Any]
Plots = dict[str, str]
HEADS = (
    "Policy",
    "Disclosures",
    "Wrong",
    "Share wrong",
    "At most (95 %)",
    "Recall",
    "95 % interval",
    "No address set forth",
)


def trial(name: str, found: Result, plots: Plots) -> str:
    """Return the section on one source: every policy, and then details of the gateway's policy."""
    gateway, litigated = found["policies"][GATEWAY], found["policies"]["litigated"]
    return markup.section(
        name,
        f"Every policy tried on known truth: {describe(found)}",
        markup.beside(
            plots[f"{name}-wrong"],
            markup.paragraph(about(found)),
            markup.paragraph(
                f"The litigated policy would have disclosed {litigated['disclosures']:,} addresses, "
                f"{litigated['wrong']['count']:,} of them of a person other than the one meant, and "
                f"{litigated['no_address']:,} on requests without any address. "
                f"{gateway_sentence(gateway)}"
            ),
            markup.paragraph(
                "How to read it: each bar is the number of wrong people in 100 disclosures. The small mark to its "
                "right is the upper bound: with 95 % confidence, the true share is not larger."
            ),
        ),
        markup.table(
            f"{found['requests']:,} requests, one per household; {found['answerable']:,} about a person on file",
            HEADS,
            [_row(each) for each in found["policies"].values()],
            marked=gateway["words"],
        ),
        _recall(name, found, plots),
        _strata(found),
    )


def describe(found: Result) -> str:
    """Return a few words for the source."""
    noise = found.get("noise", 1.0)
    raised = f", with {noise:g} times the usual slips" if noise != 1.0 else ""
    return words.SOURCES[found["source"]] + raised


def about(found: Result) -> str:
    """Return a paragraph on the source and on what its mix of cases means."""
    if found["source"] == "builtin":
        return (
            f"{found['requests']:,} requests about synthetic people, with a new register for every 20,000. We made the "
            "hard cases common on purpose: a relative's number, a namesake's, a stranger's, two people on one number, "
            "people not on file. So the shares of wrong disclosures compare policies. They do not show how often it "
            "happens in reality."
        )
    if found["source"] == "pseudopeople":
        return (
            f"{found['requests']:,} simulated workers, one from each household, searched among simulated tax filers. "
            "The simulation made these people, their families, the numbers they use and the errors in their papers. "
            "We chose none of them. It is one small town with always the same people, so repetitions are not added up."
        )
    return f"{found['requests']:,} requests from a folder that states who each of them is really about."


def gateway_sentence(gateway: Result) -> str:
    """Return one sentence on the gateway's result, with its bound and recall."""
    wrong = gateway["wrong"]
    return (
        f"The gateway disclosed {gateway['disclosures']:,}, {wrong['count']:,} of them wrong: at most "
        f"{one_in(wrong['upper_bound_95'])}, with 95 % confidence. It answered {percent(gateway['recall']['share'])} "
        "of the requests about a person on file."
    )


def worst_sentence(policy: Result) -> str:
    """Return a sentence on the stratum with the highest upper bound of wrong disclosures."""
    worst = policy["worst"]
    if worst is None:
        return "No stratum has enough disclosures to single one out."
    wrong = worst["wrong"]
    where = words.stratum(worst["kind"], worst["name"])
    counts, bound = f"{wrong['count']:,} of {wrong['total']:,}", percent(wrong["upper_bound_95"], 2)
    return f"Worst stratum: {where}: {counts} wrong, at most {bound}."


def _recall(name: str, found: Result, plots: Plots) -> str:
    total = found["answerable"]
    rows = [
        (
            words.HELD_BACK[reason][0],
            f"{count:,}",
            percent(count / total if total else None),
            words.HELD_BACK[reason][1],
        )
        for reason, count in found["held_back"].items()
    ]
    return (
        "<h3>People who are not confirmed, and what an agency can do about it</h3>"
        + markup.beside(
            plots[f"{name}-recall"],
            markup.paragraph(
                "The gateway abstains unless one record agrees in everything. So it does not confirm some people who "
                "are on file. That is not final: the agency can correct the error and make a new request."
            ),
            markup.paragraph(worst_sentence(found["policies"][GATEWAY])),
        )
        + markup.beside(
            plots[f"{name}-held-back"],
            markup.table(
                f"Why the gateway confirmed nobody, of {total:,} people on file",
                ("Reason", "Requests", "Share", "Cure"),
                rows,
            ),
        )
    )


def _strata(found: Result) -> str:
    gateway, litigated = (found["policies"][name]["by"] for name in (GATEWAY, "litigated"))
    rows = [
        (
            words.stratum(kind, name),
            f"{cell['requests']:,}",
            _of(cell["wrong"]),
            percent(cell["wrong"]["upper_bound_95"], 2) if cell["disclosures"] else "none disclosed",
            percent(cell["recall"]["share"]) if cell["recall"]["total"] else "not on file",
            _of(litigated[kind][name]["wrong"]),
        )
        for kind in ("circumstance", "group")
        for name, cell in gateway[kind].items()
    ]
    heads = ("Circumstance or group", "Requests", "Gateway: wrong", "At most (95 %)", "Recall", "Litigated: wrong")
    return markup.folded(
        "By circumstance and by group", markup.table("Wrong disclosures of all disclosures", heads, rows)
    )


def _row(policy: Result) -> tuple[str, ...]:
    wrong, recall = policy["wrong"], policy["recall"]
    return (
        policy["words"],
        f"{policy['disclosures']:,}",
        f"{wrong['count']:,}",
        percent(wrong["share"], 2),
        _fine(wrong["upper_bound_95"]),
        percent(recall["share"]),
        between(recall["interval_95"]),
        f"{policy['no_address']:,}",
    )


def _of(share: Result) -> str:
    return f"{share['count']:,} of {share['total']:,}"


def _fine(bound: float) -> str:
    """Return a bound with about two digits."""
    return percent(bound, 2 if bound >= 0.001 else 3 if bound >= 0.0001 else 4)
