"""What a pack may set. Nothing here can turn an element off, and nothing can release or override."""

from dataclasses import dataclass
from pathlib import Path

from withhold.law.tables import Section, read_table


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a statute leaves to the custodian's judgment, within the bounds that `read_parameters` holds."""

    listed_offices: tuple[str, ...]
    """Kinds of office whose holder may sign a request."""
    engagement_ceiling: int
    """Open matters one official can plausibly be personally and directly engaged in."""
    general_delivery: bool
    """Whether general delivery at a named post office counts as an address set forth."""
    address_must_agree: bool
    """Whether the address set forth must also agree with an address on file. Unsettled in the courts."""
    periods_max: int
    """Taxable periods in one request."""
    periods_years_back: int
    """How many years before today a taxable period may lie."""
    reason_min_characters: int
    """Characters a reason must have once numbers, dates and names in it are masked."""
    reason_min_words: int
    """Distinct words a reason must have, numbers and names not counted."""
    reason_min_specific_words: int
    """Of those, words that are not what any request says of itself."""
    boilerplate_people_max: int
    """People for whom one masked reason may serve."""
    boilerplate_alike_people_max: int
    """People for whom reasons may serve that share a whole half of their content words."""
    recent_days: int
    """How far back an agency's earlier requests count."""
    pace_ceiling: int
    """Matters taken in for one official over the recent days, this batch included, whatever became of them."""
    address_people_max: int
    """People who can plausibly have one address."""
    institution_people_max: int
    """People who can plausibly have one address that says it is a shelter, a hospital, a dormitory or the like."""
    tin_run_people_max: int
    """People of a batch whose numbers stand among the same 10 consecutive ones."""
    tin_block_people_max: int
    """People of a batch whose numbers stand among the same 100 consecutive ones."""
    case_block_people_max: int
    """People of a batch whose case numbers, being digits only, stand among the same 100 consecutive ones."""
    case_series_people_max: int
    """People of a batch whose case numbers, however they begin, stand among the same 10,000 consecutive ones."""
    oldest_age: int
    """Years before today that a date of birth may lie."""
    retention_years: int
    """How many years the accounting is kept at the least; a home may keep it longer."""


def read_parameters(section: Section) -> Parameters:
    """Parameters from the table of a pack's data file; Unreadable where one is missing, unknown or out of bounds."""
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
        boilerplate_alike_people_max=section.number("boilerplate_alike_people_max", 5, 200),
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
    """The ``[pack]`` table, still to be taken, and the ``[parameters]`` of one data file. Raises Unreadable."""
    whole = Section(path.name, read_table(path), "file")
    pack, parameters = whole.section("pack"), whole.section("parameters")
    whole.close()
    return pack, read_parameters(parameters)
