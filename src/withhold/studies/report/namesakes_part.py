"""The part of the report about namesakes: how many people share the key that they are matched on."""

from typing import Any

from withhold.studies.report import markup
from withhold.studies.report import phrases as words
from withhold.studies.report.phrases import between, percent

Result = dict[str, Any]
Plots = dict[str, str]


def shares(found: Result, plots: Plots) -> str:
    """Return the section on the share with a namesake under each key."""
    rows = [
        (each["words"], percent(each["strata"][0]["share"]), between(each["strata"][0]["interval_95"], 2))
        for each in found["keys"].values()
    ]
    name, with_zip = (found["keys"][key]["strata"][0]["share"] for key in ("name", "zip"))
    return markup.section(
        "shared",
        "Most people share their name with somebody",
        markup.beside(
            plots["share-by-key"],
            markup.paragraph(
                f"Of {found['people']:,} people, {percent(name)} have at least one namesake: somebody else with the "
                "same first and last name. For many people a state, a county or a year of birth beside the name is "
                f"not enough. Even with the ZIP Code, {percent(with_zip)} have a namesake, about "
                f"{with_zip * found['people'] / 1e6:.0f} million people."
            ),
            markup.paragraph(
                "How to read it: each bar is a way to identify a person. Its length is the share of people who share "
                "these details with somebody else. For example, the top bar is for people known by name only."
            ),
            markup.paragraph("These are lower bounds: see Limits.", "small"),
            markup.table(
                "Share of all people with a namesake", ("Known of the person", "Share", "95 % interval"), rows
            ),
        ),
    )


def groups(found: Result, plots: Plots) -> str:
    """Return the section on shares and numbers of namesakes by group."""
    medians: dict[str, Result] = found["namesakes"]
    rows = [
        (
            "Everyone" if name == "everyone" else words.group(name),
            f"{each['median']:,}",
            "{} to {}".format(*each["median_interval"]),
            *(percent(_share(found, key, name)) for key in ("name", "zip", "date_of_birth")),
        )
        for name, each in medians.items()
    ]
    most = max((each["median"], name) for name, each in medians.items() if name != "everyone")
    least = min((each["median"], name) for name, each in medians.items() if name != "everyone")
    by_zip = {row["name"]: row["share"] for row in found["keys"]["zip"]["strata"] if row["kind"] == "group"}
    return markup.section(
        "groups",
        "The mistake is not shared evenly",
        markup.beside(
            plots["median-by-group"],
            markup.paragraph(
                f"Half of all people share their full name with {medians['everyone']['median']} or more others. In "
                f"the group with the most namesakes ({words.group(most[1])}) it is {most[0]}. In the group with the "
                f"fewest ({words.group(least[1])}) it is {least[0]}. A rule that matches on names therefore affects "
                "some groups many times as often as others, even if nobody intended that."
            ),
            markup.paragraph("Groups are those of the Census tables that the names come from.", "small"),
        ),
        markup.beside(
            plots["share-by-group"],
            markup.paragraph(
                f"Under name and ZIP Code, {percent(max(by_zip.values()))} of "
                f"{words.group(max(by_zip, key=by_zip.__getitem__))} people have a namesake, and "
                f"{percent(min(by_zip.values()))} of {words.group(min(by_zip, key=by_zip.__getitem__))} people. "
                "A place helps least if families with one name live near each other."
            ),
            markup.table(
                "Namesakes by group (shares of the group's people)",
                ("Group", "Median others", "95 %", "Name", "+ ZIP", "+ birth date"),
                rows,
            ),
        ),
    )


def deciles(found: Result, plots: Plots) -> str:
    """Return the section on shares by how common a name is."""
    commonest = [row for row in found["keys"]["zip"]["strata"] if row["kind"] == "decile"][-1]["share"]
    rows = [
        (f"{number} of 10", *(percent(found["keys"][key]["strata"][6 + number]["share"]) for key in _DECILE_KEYS))
        for number in range(1, 11)
    ]
    return markup.section(
        "deciles",
        "Common names are exposed most",
        markup.beside(
            plots["share-by-decile"],
            markup.paragraph(
                "People are divided into ten equal parts by how common their full name is. In the rarest tenth almost "
                "any further detail identifies the person. In the commonest tenth, "
                f"{percent(commonest)} still share name and ZIP Code with somebody else."
            ),
            markup.folded(
                "The figures",
                markup.table("Share with a namesake, by tenth of the people", ("Tenth", *_DECILE_HEADS), rows),
            ),
        ),
    )


def known(found: Result) -> str:
    """Return the table of our figures beside published ones."""
    compared = found.get("known")
    if compared is None:
        return ""
    rows = [
        (found["keys"][key]["words"], percent(each["known"]), percent(each["ours"], 2), _reproduced(each))
        for key, each in compared["shares"].items()
    ]
    rows += [
        (f"Median others: {words.group(name)}", f"{each['known']:.0f}", f"{each['ours']:.0f}", _reproduced(each))
        for name, each in compared["medians"].items()
    ]
    return markup.table("Figures measured before, and ours", ("Figure", "Before", "Ours", "Reproduced"), rows)


def check(counted: Result, plots: Plots) -> str:
    """Return the section that compares the enumeration with the closed form."""
    agreed = counted["agreement"]
    rows = [
        (each["words"], percent(each["strata"][0]["share"], 3), between(each["strata"][0]["interval_95"], 3),
         percent(each["strata"][0]["closed_form"], 3), "yes" if each["strata"][0]["agrees"] else "NO")
        for each in counted["keys"].values()
    ]  # fmt: skip
    return markup.section(
        "check",
        "Two ways of counting agree",
        markup.beside(
            plots["agreement"],
            markup.paragraph(
                f"The shares above come from a formula. To check it, {counted['people']:,} synthetic people were "
                f"drawn and counted, by a program that does not use the formula. Of {agreed['compared']} comparisons "
                f"(each key, for everyone, by group and by tenth), {agreed['agree']} agree within what chance allows. "
                f"For everyone, the largest difference is {agreed['largest_difference_in_points']:.3f} percentage "
                "points."
            ),
            markup.paragraph(
                "How to read it: a dot inside its gray band means that count and formula agree. Fewer people share "
                "a key here than in the nation, because fewer people were drawn."
            ),
            markup.table(
                f"{counted['people']:,} people, counted ({counted['engine']}) and by formula",
                ("Key", "Counted", "95 % interval", "Formula", "Agrees"),
                rows,
            ),
        ),
    )


_DECILE_KEYS = ("name", "state", "county", "zip", "date_of_birth")
_DECILE_HEADS = ("Name", "+ state", "+ county", "+ ZIP", "+ birth date")


def _share(found: Result, key: str, name: str) -> float:
    return next(float(row["share"]) for row in found["keys"][key]["strata"] if row["name"] == name)


def _reproduced(compared: Result) -> str:
    return "yes" if compared["reproduced"] else f"no: {compared['why_not']}"
