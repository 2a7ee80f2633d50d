"""The page: one self-contained file, to be read on a screen of any size or on paper."""

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
    "Made by withhold evidence report. Synthetic people only; no row of any real register was read. The same "
    "figures are in evidence.json, the plots in the folder plots."
)


def page(results: Results, plots: Plots) -> str:
    """The whole page; ``plots`` are figures with captions, by name."""
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
    """The few figures to take away: (kind, figure, what it is, how sure it is)."""
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
            "under the policy that came before a court: number, name, and any five digits for an address.",
            f"Of {litigated['disclosures']:,} disclosures ({trial_part.describe(found)}, hard cases common); "
            f"{litigated['no_address']:,} were on requests that set forth no address.",
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
        "A custodian who is asked whether this is the person can be wrong about somebody who has nothing to do with "
        "the matter. This report counts how often, for each way of matching a request to a record. It is made from "
        "published tables of names and from synthetic people whose truth is known; nobody real is in it.",
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
                "Names: surnames and first names of the 2020 Census with their counts and the groups of the people "
                "who bear them; places: people by ZIP Code and group of the 2010 Census; dates of birth: spread "
                "evenly over 80 years.",
                "A person of a group has a surname, a first name, a place and a date of birth independently of one "
                "another, as often as people of that group do. Everybody in the nation is such a person.",
                "Formula: a person whose key has chance p is alone among N people with chance (1 - p) to the power "
                "N - 1. This is averaged over the model's people with scrambled Sobol points; the interval is that "
                "of the averaging.",
                "Counting: people are drawn one by one, written to files and grouped by the key.",
                "Trial: a register and requests whose truth is known by construction. A disclosure is wrong when "
                "the record disclosed is not that of the person meant. Bounds are exact (Clopper and Pearson): the "
                "upper one is one-sided, 95 %, the quantile .95 of a beta distribution with k + 1 and n - k, where "
                "k of n disclosures are wrong.",
                "One request per household, so that trials are independent; a fresh register for every 20,000 "
                "requests of the built-in source.",
                "The gateway's policy runs through the very code that the gateway runs, canonical forms included. "
                "Every other policy gets the same canonical forms, which makes it look better than it would in the "
                "field.",
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
                "The intervals of the formula tell how well the average was worked out, not how true the tables are.",
                "The built-in trial's mix of hard cases is ours. Its shares compare policies; they predict no error "
                "rate.",
                "Two people of one first and last name, born on one day, with one address between them and no "
                "middle name or suffix to part them, are one person to any comparison: then the number alone "
                "decides. No population here has such a pair on purpose.",
                "No wrong disclosure in a trial does not mean that none can happen; it means at most the bound, on "
                "people like these.",
                "Identity is one test of many: whether a request may be answered at all is for the statute's "
                "elements and for two people to decide. Nothing here is legal advice.",
            )
        ),
    )


def _main_trial(results: Results) -> str | None:
    """The trial that the headline is about: the one with the most requests."""
    return max(results.trials, key=lambda name: results.trials[name]["requests"], default=None)
