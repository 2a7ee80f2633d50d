"""The parameters that a pack sets, with their bounds.

No value within the bounds turns an element off. No parameter can release anything or override a refusal.
"""

from dataclasses import dataclass
from pathlib import Path

from withhold.law.tables import Section, read_table


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a statute leaves to the custodian's judgment, within the bounds that `read_parameters` checks."""

    listed_offices: tuple[str, ...]
    """Kinds of office whose holder may sign a request."""
    engagement_ceiling: int
    """Open matters in which one official can plausibly be personally and directly engaged."""
    general_delivery: bool
    """Whether general delivery at a named post office counts as an address set forth."""
    address_must_agree: bool
    """Whether the address set forth must also agree with an address on file. The courts have not settled this."""
    periods_max: int
    """The most taxable periods in one request."""
    periods_years_back: int
    """How many years before today a taxable period may be."""
    reason_min_characters: int
    """The fewest characters of a reason without numbers, dates and names. With fewer, it needs a low score."""
    reason_min_words: int
    """The fewest different words of a reason, numbers and names not counted. With fewer, it needs a low score."""
    reason_min_specific_words: int
    """The fewest of those that are not generic, as ``INVESTIGATION`` is. With fewer, it needs a low score."""
    boilerplate_people_max: int
    """The most people whose masked reasons may be the same or nearly the same text."""
    recent_days: int
    """For how many days an agency's earlier requests count."""
    pace_ceiling: int
    """The most matters received for one official over the recent days, this batch included, whatever their outcome."""
    address_people_max: int
    """The most people who can plausibly have one address."""
    institution_people_max: int
    """The most people who can plausibly have one address that names a shelter, a hospital, a dormitory or the like."""
    tin_run_people_max: int
    """The most people of a batch whose taxpayer numbers are among the same 10 consecutive ones."""
    tin_block_people_max: int
    """The most people of a batch whose taxpayer numbers are among the same 100 consecutive ones."""
    case_block_people_max: int
    """The most people of a batch whose case numbers are only digits and among the same 100 consecutive ones."""
    case_series_people_max: int
    """The most people of a batch whose case numbers, with the same beginning, are among 10,000 consecutive ones."""
    oldest_age: int
    """How many years before today a date of birth may be."""
    retention_years: int
    """The fewest years for which the accounting is kept. An instance may keep it longer."""


def read_parameters(section: Section) -> Parameters:
    """Return the parameters in a table of a data file.

    Raises Unreadable if one is missing, unknown or out of bounds.
    """
    parameters = Parameters(
        listed_offices=section.texts("listed_offices"),
        engagement_ceiling=section.number("engagement_ceiling", 1, 200),
        general_delivery=section.flag("general_delivery"),
        address_must_agree=section.flag("address_must_agree"),
        periods_max=section.number("periods_max", 1, 20),
        periods_years_back=section.number("periods_years_back", 1, 60),
        reason_min_characters=section.number("reason_min_characters", 20, 500),
        reason_min_words=section.number("reason_min_words", 4, 50),
        reason_min_specific_words=section.number("reason_min_specific_words", 2, 20),
        boilerplate_people_max=section.number("boilerplate_people_max", 1, 25),
        recent_days=section.number("recent_days", 30, 3650),
        pace_ceiling=section.number("pace_ceiling", 10, 1000),
        address_people_max=section.number("address_people_max", 4, 50),
        institution_people_max=section.number("institution_people_max", 10, 500),
        tin_run_people_max=section.number("tin_run_people_max", 4, 9),
        tin_block_people_max=section.number("tin_block_people_max", 10, 99),
        case_block_people_max=section.number("case_block_people_max", 20, 99),
        case_series_people_max=section.number("case_series_people_max", 100, 9_999),
        oldest_age=section.number("oldest_age", 100, 130),
        retention_years=section.number("retention_years", 5, 100),
    )
    section.close()
    return parameters


def load_parameters(path: Path) -> tuple[Section, Parameters]:
    """Return the ``[pack]`` table, of which no key is taken yet, and the ``[parameters]`` of one data file.

    Raises Unreadable if the file is malformed.
    """
    whole = Section(path.name, read_table(path), "file")
    pack, parameters = whole.section("pack"), whole.section("parameters")
    whole.close()
    return pack, read_parameters(parameters)
