"""Makes the page: one file without references to others, for screens of any size and for paper."""

from importlib.resources import files
from typing import Any

from withhold.studies.report import markup, namesakes_part, trial_part
from withhold.studies.report.gathering import Results
from withhold.studies.report.phrases import one_in, percent
from withhold.studies.trial.policies import GATEWAY

Result = dict[str, Any]
Plots = dict[str, str]
TITLE = "How many innocent people would each way of matching expose?"
FOOTER = (
    "Made by withhold evidence report, from synthetic people only. No row of a real register was read. The same "
    "figures are in evidence.json. The plots are in the folder plots."
)


def page(results: Results, plots: Plots) -> str:
    """Return the whole page. ``plots`` is name → figure with caption, as HTML."""
    style = files("withhold.studies.report").joinpath("style.css").read_text(encoding="utf-8")
    return "".join(
        (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{TITLE}</title><style>{style}</style></head><body>",
            f"<header><h1>{TITLE}</h1>{_lead()}{markup.cards(headlines(results))}</header>",
            f"<main>{''.join(_sections(results, plots))}</main>",
            f"<footer>{markup.paragraph(FOOTER, 'small')}</footer></body></html>\n",
        )
    )


def headlines(results: Results) -> list[tuple[str, str, str, str]]:
    """Return the most important figures: (kind, figure, what it is, how certain it is)."""
    found = _headlines_of_namesakes(results.closed_form) if results.closed_form else []
    name = _main_trial(results)
    return found + (_headlines_of_trial(results.trials[name]) if name else [])


def _headlines_of_namesakes(found: Result) -> list[tuple[str, str, str, str]]:
    name = found["keys"]["name"]["strata"][0]
    medians = {key: each["median"] for key, each in found["namesakes"].items()}
    return [
        (
            "unsafe",
            percent(name["share"], 0),
            "of people share their first and last name with somebody else.",
            f"Of {found['people']:,} people; 95 % interval {name['interval_95'][0] * 100:.2f} to "
            f"{name['interval_95'][1] * 100:.2f} %.",
        ),
        (
            "unsafe",
            f"{medians['hispanic']} against {medians['api']}",
            "others have the same full name, for half of all Hispanic and of all Asian and Pacific people.",
            f"Medians; Black {medians['black']}, White {medians['white']}, everyone {medians['everyone']}.",
        ),
    ]


def _headlines_of_trial(found: Result) -> list[tuple[str, str, str, str]]:
    litigated, gateway = (found["policies"][name] for name in ("litigated", GATEWAY))
    wrong = gateway["wrong"]
    return [
        (
            "unsafe",
            f"{litigated['wrong']['count']:,} wrong people",
            "under the policy that came before a court: number, name, and any five digits as an address.",
            f"Of {litigated['disclosures']:,} disclosures ({trial_part.describe(found)}, hard cases common); "
            f"{litigated['no_address']:,} were on requests without an address.",
        ),
        (
            "safe" if not wrong["count"] else "unsafe",
            f"{wrong['count']:,} wrong people",
            "under the gateway's own policy, on the same requests.",
            f"Of {gateway['disclosures']:,} disclosures: at most {one_in(wrong['upper_bound_95'])} (95 %). It "
            f"answers {percent(gateway['recall']['share'])} of people on file. {trial_part.worst_sentence(gateway)}",
        ),
    ]


def _lead() -> str:
    return markup.paragraph(
        "A custodian who looks for a person can find somebody else, who has nothing to do with the matter. This report "
        "counts how often that happens, for each way of matching a request to a record. It is made from published "
        "tables of names and from synthetic people for whom the right answer is known. It contains no real people.",
        "lead",
    )


def _sections(results: Results, plots: Plots) -> list[str]:
    made = []
    if results.closed_form:
        made += [
            namesakes_part.shares(results.closed_form, plots),
            namesakes_part.groups(results.closed_form, plots),
            namesakes_part.deciles(results.closed_form, plots),
        ]
    made += [trial_part.trial(name, found, plots) for name, found in results.trials.items()]
    if results.enumeration:
        made.append(namesakes_part.check(results.enumeration, plots))
    return [*made, _methods(results), _limits()]


def _methods(results: Results) -> str:
    return markup.section(
        "methods",
        "How it was done",
        markup.bullets(
            (
                "Names: surnames and first names of the 2020 Census, with their counts and the groups of the people "
                "who have them. Places: people by ZIP Code and group of the 2010 Census. Dates of birth: spread evenly "
                "over 80 years.",
                "Within a group, the surname, the first name, the place and the date of birth of a person are "
                "independent of each other. Each occurs as often as it does in that group.",
                "Formula: a person whose key has chance p is alone among N people with chance (1 - p) to the power "
                "N - 1. This is averaged over the model's people with scrambled Sobol points. The interval is that "
                "of the averaging.",
                "Counting: people are drawn one by one, written to files and grouped by the key.",
                "Trial: a register and requests for which the right answer is known. A disclosure is wrong if "
                "the record disclosed is not that of the person meant. Bounds are exact (Clopper and Pearson): the "
                "upper one is one-sided, 95 %, the quantile .95 of a beta distribution with k + 1 and n - k, where "
                "k of n disclosures are wrong.",
                "There is one request for each household, so that trials are independent. The built-in source makes a "
                "new register for every 20,000 requests.",
                "The gateway's policy is tested with the code that the gateway runs, including canonical forms. Every "
                "other policy gets the same canonical forms, which makes it look better than it would be in practice.",
            )
        ),
        namesakes_part.known(results.closed_form) if results.closed_form else "",
    )


def _limits() -> str:
    return markup.section(
        "limits",
        "Limits",
        markup.bullets(
            (
                "Shares of people with a namesake are lower bounds. Real names follow fashions of a year and of a "
                "family, and real birth dates cluster: voter rolls had about three times as many pairs with one "
                "name and birth date as such a model gives (Goel and others, 2020).",
                "Names too rare for the tables (about 12 % of people by surname) are treated as if they were spread "
                "like the rest.",
                "The intervals of the formula show how well the average was computed, not how true the tables are.",
                "The intervals of the formula show how exact the average is, not how true the tables are.",
                "an error rate.",
                "Two people with the same first and last name, date of birth and address, and without different "
                "middle names or suffixes, are one person to any comparison. Then only the number can distinguish "
                "them. No population here has such a pair on purpose.",
                "A trial without a wrong disclosure does not mean that none can happen. It means that the share is at "
                "most the bound, for people like these.",
                "Identity is one test of many. The statute's elements and two people decide whether a request may be "
                "answered at all. Nothing here is legal advice.",
            )
        ),
    )


def _main_trial(results: Results) -> str | None:
    """Return the name of the trial for the headline, which is the one with the most requests. None without trials."""
    return max(results.trials, key=lambda name: results.trials[name]["requests"], default=None)
