import dataclasses
from pathlib import Path

import pytest

from withhold.law.parameters import Parameters, load_parameters
from withhold.law.us_irc_6103_i_2 import FOLDER
from withhold.model.errors import Unreadable

COVERS = ("withhold.law.parameters", "withhold.law.us_irc_6103_i_2")

TEXT = (FOLDER / "parameters.toml").read_text(encoding="utf-8")


def load(tmp_path: Path, text: str) -> Parameters:
    path = tmp_path / "parameters.toml"
    path.write_text(text, encoding="utf-8")
    return load_parameters(path)[1]


def test_the_shipped_values_are_the_defaults_of_the_design(tmp_path: Path) -> None:
    assert load(tmp_path, TEXT) == Parameters(
        listed_offices=("agency_head", "inspector_general", "justice_listed"),
        engagement_ceiling=25,
        general_delivery=True,
        address_must_agree=True,
        periods_max=6,
        periods_years_back=20,
        reason_min_characters=40,
        reason_min_words=6,
        reason_min_specific_words=4,
        boilerplate_people_max=3,
        recent_days=90,
        pace_ceiling=100,
        address_people_max=12,
        institution_people_max=60,
        tin_run_people_max=7,
        tin_block_people_max=40,
        case_block_people_max=90,
        case_series_people_max=5000,
        oldest_age=115,
        retention_years=5,
    )


def test_no_parameter_touches_the_lines_that_never_move() -> None:
    # Adding a field here is a decision: it may tighten or loosen what a statute leaves open, never release.
    assert {field.name for field in dataclasses.fields(Parameters)} == {
        "listed_offices",
        "engagement_ceiling",
        "general_delivery",
        "address_must_agree",
        "periods_max",
        "periods_years_back",
        "reason_min_characters",
        "reason_min_words",
        "reason_min_specific_words",
        "boilerplate_people_max",
        "recent_days",
        "pace_ceiling",
        "address_people_max",
        "institution_people_max",
        "tin_run_people_max",
        "tin_block_people_max",
        "case_block_people_max",
        "case_series_people_max",
        "oldest_age",
        "retention_years",
    }


@pytest.mark.parametrize("key", ["override", "auto_approve", "reviewers", "skip_elements"])
def test_an_unknown_key_is_an_error_that_names_it(tmp_path: Path, key: str) -> None:
    with pytest.raises(Unreadable, match=rf"column parameters\.{key}: A file of this kind has no such field\."):
        load(tmp_path, f"{TEXT}\n{key} = 1\n")


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("engagement_ceiling = 25", "engagement_ceiling = 1000000"),
        ("engagement_ceiling = 25", ""),
        ("boilerplate_people_max = 3", "boilerplate_people_max = 0"),
        ("recent_days = 90", "recent_days = 1"),
        ("tin_run_people_max = 7", "tin_run_people_max = 10"),
        ("address_people_max = 12", "address_people_max = 1000"),
        ("reason_min_words = 6", "reason_min_words = true"),
        ("address_must_agree = true", 'address_must_agree = "yes"'),
        ("retention_years = 5", "retention_years = 4"),
        ("listed_offices = [", "listed_offices = [1, "),
        ("[parameters]", "[parameter]"),
        ("[parameters]", "[extra]\n[parameters]"),
    ],
)
def test_a_value_that_would_switch_an_element_off_is_an_error(tmp_path: Path, was: str, becomes: str) -> None:
    assert was in TEXT
    with pytest.raises(Unreadable, match=r"^parameters\.toml, column "):
        load(tmp_path, TEXT.replace(was, becomes))
