"""A population of simulated tax filers from the library `pseudopeople`: requests for W-2 workers among 1040 filers.

The register has the year's 1040 filers. Their earlier addresses come from the year before, and their dates of birth
from the Social Security file. The requests are the year's W-2s, one from each household, with dates of birth from the
census. Every file has its own noise. The noise never changes ``simulant_id``, which is the truth.
"""

import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from random import Random
from typing import Any, Final

from withhold.identity.names import person_name
from withhold.identity.register import FiledAddress, RegisterRecord
from withhold.identity.tins import canonical_tin
from withhold.studies.extras import need
from withhold.studies.trial.population import ABSENT, Population, Request

YEAR: Final = 2020
Row = Mapping[str, Any]


def population(seed: int, noise: float = 1.0) -> Population:
    """Return the filers and one request from each household.

    ``noise`` multiplies every probability of an error in a cell. For example, 2 doubles it. The people of the sample
    are always the same. The seed determines the errors, and for which worker of a household the request is. Raises
    MissingExtra if pseudopeople is not installed.
    """
    need("pseudopeople")
    with _quietly():
        tables = Tables(seed, noise)
    filed = records(tables)
    own = {record.record_id: record.tin for record in filed}
    numbers = {record.tin for record in filed}
    requests = [_request(row, tables, own, numbers) for row in one_of_each_household(tables.workers, seed)]
    return Population(filed, requests)


class Tables:
    """The five files, as rows. Each is drawn with its own seed, so that their errors are independent."""

    def __init__(self, seed: int, noise: float) -> None:
        import pseudopeople

        at = [5 * seed + number for number in range(5)]
        config = scaled(pseudopeople.get_config(), noise)
        made: dict[str, Any] = {"config": config}
        self.filers = _rows(pseudopeople.generate_taxes_1040(seed=at[0], year=YEAR, **made))
        self.before = _by_simulant(_rows(pseudopeople.generate_taxes_1040(seed=at[1], year=YEAR - 1, **made)))
        self.workers = [
            row
            for row in _rows(pseudopeople.generate_taxes_w2_and_1099(seed=at[2], year=YEAR, **made))
            if row["tax_form"] == "W2"
        ]
        births = _rows(pseudopeople.generate_social_security(seed=at[3], year=YEAR, **made))
        self.births = {row["simulant_id"]: row["date_of_birth"] for row in births if row["event_type"] != "death"}
        self.census = _by_simulant(_rows(pseudopeople.generate_decennial_census(seed=at[4], year=YEAR, **made)))


def scaled(config: Mapping[str, Any], noise: float) -> dict[str, Any]:
    """Return the changes to the default: each column's ``cell_probability`` times ``noise``, at most 1."""
    if noise == 1.0:
        return {}
    return {
        dataset: {
            "column_noise": {
                column: {
                    kind: {"cell_probability": min(1.0, settings["cell_probability"] * noise)}
                    for kind, settings in kinds.items()
                    if settings.get("cell_probability")
                }
                for column, kinds in settings["column_noise"].items()
            }
        }
        for dataset, settings in config.items()
        if dataset in ("taxes_1040", "taxes_w2_and_1099", "social_security", "decennial_census")
    }


def records(tables: Tables) -> list[RegisterRecord]:
    """Return the register, with one record for each filer. No request can find a number that errors made impossible."""
    return [
        RegisterRecord(
            tin=canonical_tin(row["ssn"]) or "",
            record_id=row["simulant_id"],
            name=person_name(row["first_name"], row["middle_initial"], row["last_name"], ""),
            date_of_birth=day(tables.births.get(row["simulant_id"], ""), "%Y%m%d"),
            protected=False,
            addresses=tuple(
                _filed(filing, year)
                for filing, year in ((tables.before.get(row["simulant_id"]), YEAR - 1), (row, YEAR))
                if filing
            ),
        )
        for row in tables.filers
    ]


def one_of_each_household(workers: list[Row], seed: int) -> Iterator[Row]:
    """Yield one W-2 of each household, drawn by the seed."""
    rng = Random(seed)  # noqa: S311 - which simulated worker is drawn is no secret
    households: dict[str, list[Row]] = {}
    for row in workers:
        households.setdefault(row["household_id"], []).append(row)
    for members in households.values():
        yield rng.choice(members)


def day(text: str, form: str) -> date | None:
    """Return the date in that form. None if errors made it unreadable."""
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, not a moment
    except ValueError:
        return None


def lines(row: Row) -> tuple[str, str]:
    """Return the two address lines: street and unit, or a box."""
    if row["mailing_address_po_box"]:
        return f"PO Box {row['mailing_address_po_box']}", ""
    street = f"{row['mailing_address_street_number']} {row['mailing_address_street_name']}".strip()
    return street, row["mailing_address_unit_number"]


def _request(row: Row, tables: Tables, own: Mapping[str, str], numbers: set[str]) -> Request:
    person = row["simulant_id"]
    census = tables.census.get(person, {})
    born = day(census.get("date_of_birth", ""), "%m/%d/%Y")
    line1, line2 = lines(row)
    asked = {
        "tin": row["ssn"],
        "first_name": row["first_name"],
        "middle_name": row["middle_initial"],
        "last_name": row["last_name"],
        "suffix": "",
        "date_of_birth": born.isoformat() if born else "",
        "address_line1": line1,
        "address_line2": line2,
        "city": row["mailing_address_city"],
        "state": row["mailing_address_state"],
        "zip": row["mailing_address_zipcode"],
    }
    truth = person if person in own else ABSENT
    group = _group(census.get("race_ethnicity", ""))
    return Request(asked, truth, circumstance(row["ssn"], own.get(person), numbers), group)


def circumstance(number: str, own: str | None, numbers: set[str]) -> str:
    """Return whose number is in the request. ``own`` is the number on file of the person meant, or None."""
    given = canonical_tin(number)
    if given is None:
        return "no_possible_number" if own is not None else "absent"
    if own is None:
        return "absent_number_of_another" if given in numbers else "absent"
    if given == own:
        return "own_number"
    return "number_of_another" if given in numbers else "number_not_on_file"


def _group(written: str) -> str:
    """Return the group in the census file's words, without errors."""
    return re.sub(r"[^a-z]+", "_", written.lower()).strip("_")


def _filed(row: Row, year: int) -> FiledAddress:
    line1, line2 = lines(row)
    state, postcode = row["mailing_address_state"], row["mailing_address_zipcode"]
    return FiledAddress(line1, line2, row["mailing_address_city"], state, postcode, date(year + 1, 4, 15))


def _rows(frame: Any) -> list[Row]:
    """Return the rows with every cell as text. A missing cell is empty."""
    texts = frame.astype(object).where(frame.notna(), "")
    return [{str(name): str(value) for name, value in row.items()} for row in texts.to_dict("records")]


def _by_simulant(rows: list[Row]) -> dict[str, Row]:
    return {row["simulant_id"]: row for row in rows}


@contextmanager
def _quietly() -> Iterator[None]:
    """Run the block without progress bars and without the libraries' notices of deprecation."""
    import contextlib
    import io

    with (
        warnings.catch_warnings(),
        contextlib.redirect_stderr(io.StringIO()),
        contextlib.redirect_stdout(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        yield
