"""No setting turns a protection off: each has bounds, a check, or the reason why it needs neither."""

import re
from dataclasses import fields, replace
from pathlib import Path
from typing import get_type_hints

import pytest

from support.home import configuration
from withhold.casework.configuration import FILE, Configuration, load_configuration
from withhold.casework.opening.making import make_keys
from withhold.casework.setting_bounds import BOUNDS, CHECKS, UNBOUNDED
from withhold.model.errors import Unreadable
from withhold.tlog.notes.vkey import KeyType, VerifierKey
from withhold.tlog.witnesses.client import Witness

COVERS = ("withhold.casework.configuration", "withhold.casework.setting_bounds")

REAL = replace(configuration(), demonstration=False)
OPERATING = (Path(__file__).parents[3] / "docs" / "operating.md").read_text(encoding="utf-8")


def loaded(home: Path, name: str, value: object) -> Configuration:
    """The configuration of a file in which one setting was changed by hand."""
    text = value if isinstance(value, int) else f'"{value}"'
    home.mkdir(exist_ok=True)
    (home / FILE).write_text(re.sub(rf"(?m)^{name} = .*$", lambda _: f"{name} = {text}", REAL.dump()), encoding="utf-8")
    return load_configuration(home)


def test_every_setting_has_bounds_a_check_or_a_reason() -> None:
    kinds = [*BOUNDS, *CHECKS, *UNBOUNDED]
    assert sorted(kinds) == sorted(field.name for field in fields(Configuration))
    assert {name for name, kind in get_type_hints(Configuration).items() if kind is int} == set(BOUNDS)
    assert all(each.least <= each.usual <= each.most and each.why for each in BOUNDS.values())
    assert all(UNBOUNDED.values())


@pytest.mark.parametrize("name", BOUNDS)
def test_a_number_out_of_bounds_is_refused_with_the_bounds_and_why(tmp_path: Path, name: str) -> None:
    bounds = BOUNDS[name]
    for value in (bounds.least, bounds.most):
        if name != "quorum":  # beyond the witnesses, for which it has a check of its own
            assert getattr(loaded(tmp_path / "home", name, value), name) == value
    for value in (bounds.least - 1, bounds.most + 1, -1, 10**12):
        with pytest.raises(Unreadable, match=re.escape(f"{bounds.least:,} to {bounds.most:,}: {bounds.why}")) as fault:
            loaded(tmp_path / "home", name, value)
        assert (fault.value.file, fault.value.column) == (FILE, name)


@pytest.mark.parametrize("name", BOUNDS)
def test_the_bounds_are_documented(name: str) -> None:
    (row,) = re.findall(rf"^\| `{name}` \|.*$", OPERATING, re.MULTILINE)
    assert f"| {BOUNDS[name].least:,} to {BOUNDS[name].most:,}" in row


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("attempts_window_days", 0),
        ("quorum", 0),
        ("disposal_days", 100_000),
        ("reviews_per_day", 100_000),
        ("attempts_per_person", 0),
        ("origin", ""),
        ("origin", "a log"),
        ("custodian", "x" * 201),
        ("passkey_domain", ""),
        ("passkey_domain", "gov"),
        ("passkey_domain", "Reviews.example"),
        ("passkey_domain", "reviews.example."),
        ("passkey_domain", "192.0.2.7"),
        ("passkey_domain", "other.example"),
        ("passkey_domain", "views.example"),
        ("passkey_origin", "http://reviews.example"),
        ("passkey_origin", "https://reviews.example/"),
        ("passkey_origin", "https://reviews.example:443"),
        ("passkey_origin", "https://reviews.example:port"),
        ("passkey_origin", "https://clerk@reviews.example"),
        ("passkey_origin", "https://Reviews.example"),
        ("passkey_origin", "https://reviews.example.attacker.example"),
        ("passkey_origin", "https://attackerreviews.example"),
        ("passkey_origin", "http://localhost:8000"),
        ("passkey_origin", "ftp://reviews.example"),
        ("passkey_origin", "https://["),
        ("passkey_origin", ""),
        ("log", ""),
        ("log", "log\\u0000"),
        ("log", "a\\nb"),
        ("register", "\\u0000"),
    ],
)
def test_a_setting_that_would_switch_a_protection_off_is_refused(tmp_path: Path, name: str, value: object) -> None:
    with pytest.raises(Unreadable) as fault:
        loaded(tmp_path, name, value)
    assert fault.value.file == FILE
    assert fault.value.column in (name, "passkey_origin")


@pytest.mark.parametrize("value", ["9" * 5_000, "[" * 100_000, "[" * 900 + "]" * 900, '"\\ud800"'])
@pytest.mark.parametrize("name", ["docket_days", "unheard_of", "witnesses"])
def test_a_value_without_end_is_refused_with_the_file(tmp_path: Path, name: str, value: str) -> None:
    kept = "".join(line for line in REAL.dump().splitlines(keepends=True) if not line.startswith(f"{name} ="))
    (tmp_path / FILE).write_text(f"{kept}{name} = {value}\n", encoding="utf-8")
    with pytest.raises(Unreadable) as fault:
        load_configuration(tmp_path)
    assert fault.value.file == FILE


@pytest.mark.parametrize(
    ("domain", "origin"),
    [
        ("example.gov", "https://example.gov"),
        ("example.gov", "https://reviews.example.gov:8443"),
        ("localhost", "http://localhost:8000"),
        ("localhost", "https://localhost"),
    ],
)
def test_a_host_on_the_domain_is_good(domain: str, origin: str) -> None:
    assert replace(REAL, passkey_domain=domain, passkey_origin=origin).passkey_origin == origin


def test_no_home_is_made_with_a_setting_out_of_bounds(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="attempts_window_days"):
        make_keys(tmp_path / "home", replace(REAL, attempts_window_days=0))
    assert not (tmp_path / "home").exists()


def test_with_witnesses_the_quorum_is_one_or_more() -> None:
    key = VerifierKey("witness.example", KeyType.COSIGNATURE, bytes(range(32)))
    with pytest.raises(Unreadable, match="quorum"):
        replace(REAL, witnesses=(Witness(key, "https://witness.example"),), quorum=0)
    with pytest.raises(ValueError, match="cannot be met"):
        replace(REAL, witnesses=())


def test_in_a_demonstration_the_capacities_alone_are_unlimited() -> None:
    assert replace(configuration(), reviews_per_day=100_000, attempts_per_official=100_000).demonstration
    for name in ("attempts_window_days", "attempts_per_person", "disposal_days"):
        with pytest.raises(Unreadable, match=name):
            replace(configuration(), **{name: 100_000})
