from pathlib import Path

import pytest

from withhold.law import Citation
from withhold.law.us_irc_6103_i_2 import FOLDER
from withhold.law.us_irc_6103_i_2.elements.matter.statute import (
    BARRED,
    CHILD,
    CRIMINAL,
    DESIGNATED,
    OTHER,
    UNCERTAIN,
    designation_of,
    read_statutes,
    statute_fault,
)
from withhold.law.us_irc_6103_i_2.elements.matter.us_code import figures, sections_of
from withhold.model.errors import Unreadable

COVERS = ("withhold.law",)

WELL_KNOWN = {
    8: "1253 1324 1325 1326",
    18: "2 111 115 371 641 842 875 922 924 1001 1028 1028A 1030 1111 1112 1201 1341 1343 1344 1347 1349 1512 1546 1591 "
    "711 1701 1708 1951 1952 1956 1957 1958 1961 1962 2113 2119 2241 2251 2252 2252A 2261A 2314 2320 2423",
    21: "841 843 846 848 856 952 960 963",
    22: "2778",
    31: "5313 5324 5332",
    42: "408 1320a-7b",
    49: "46504",
    50: "1705",
}
PART_ONE = 2725  # the last number of Title 18, part I
TABLE = '[[{0}]]\ncite = "{1}"\nheading = "h"\n'
SOUND = (
    TABLE.format("criminal", "18 USC 2")
    + TABLE.format("barred", "8 USC 1227")
    + ('[[barred_title]]\ntitle = 26\nheading = "h"\n')
)


def test_each_well_known_crime_is_designated() -> None:
    for title, sections in WELL_KNOWN.items():
        for section in sections.split():
            assert designation_of(f"{title} U.S.C. {section}") == DESIGNATED, (title, section)
            assert designation_of(f"{title} U.S.C. {section}(a)") == DESIGNATED, (title, section)


def test_no_crime_of_title_18_is_returned() -> None:
    crimes = [each for each in sections_of(18) if int("".join(filter(str.isdigit, each[:4]))) <= PART_ONE]
    assert len(crimes) > 900
    for section in crimes:
        for written in (section, section.upper(), f"{section}(a)(1)"):
            assert designation_of(f"18 U.S.C. {written}") in {DESIGNATED, UNCERTAIN}, section
    assert sum(designation_of(f"18 U.S.C. {each}") == DESIGNATED for each in crimes) > 900


@pytest.mark.parametrize("section", ["1182", "1226", "1227", "1229a", "1231", "1357", "1325(b)"])
def test_each_civil_provision_is_barred(section: str) -> None:
    assert designation_of(f"8 U.S.C. {section}") == BARRED
    assert designation_of(f"8 U.S.C. {section}(1)") == BARRED


def test_tax_administration_is_barred_completely() -> None:
    assert designation_of("26 U.S.C. 7201") == BARRED
    assert designation_of("26 U.S.C. 6103(i)(2)") == BARRED
    assert designation_of("26 U.S.C. 7201, 7203 and 8 U.S.C. 1227") == BARRED


@pytest.mark.parametrize(
    "statute", ["18 U.S.C. 371; 26 U.S.C. 7206", "8 U.S.C. 1326 and 1182", "8 USC 1225-1230", "8 USC 1226-1227"]
)
def test_a_barred_provision_beside_others_can_be_left_out(statute: str) -> None:
    assert designation_of(statute) == OTHER


@pytest.mark.parametrize(
    "statute",
    [
        "42 USC 1983",
        "18 U.S.C. 3231",
        "18 U.S.C. 1343 and 28 U.S.C. 1345",
        "18 U.S.C. 1343 and related offenses",
        "18 U.S.C. 14",
        "8 U.S.C. 1161",
        "18 U.S.C. 922g",
        "18 USC 924c1",
        "18 U.S.C. 2-2725",
        "50 U.S.C. App. 462",
        "INA 276; 8 U.S.C. 1326",
    ],
)
def test_what_exists_without_being_known_as_criminal_is_for_the_reviewers(statute: str) -> None:
    assert designation_of(statute) == UNCERTAIN


@pytest.mark.parametrize(
    "statute",
    [
        "",
        "fraud",
        "8 USC 13",
        "18 U.S.C. 9999",
        "18 U.S.C. 1028B",
        "18 U.S.C. 1343 and 1343B",
        "18 USC 1343-9999",
        "18 USC 1343 to 9999",
        "18 USC 1349-1343",
        "53 U.S.C. 1",
        "99 U.S.C. 1",
        "7 U.S.C. App. 1",
        "possibly 18 U.S.C. 1343",
        "8 USC 1326(a",
        "8 USC 1326()",
    ],
)
def test_anything_else_designates_nothing(statute: str) -> None:
    assert designation_of(statute) == OTHER


@pytest.mark.parametrize(
    "statute",
    [
        "18 USC 1341-1349",
        "18 USC 1961-68",
        "21 USC 841-43",
        "42 U.S.C. 1320a-7b",
        "18 U.S.C. 1352",
        "18 U.S.C. 1341 - 1344",
    ],
)
def test_a_hyphen_is_read_by_the_sections_that_exist(statute: str) -> None:
    assert designation_of(statute) == DESIGNATED


@pytest.mark.parametrize(
    "statute",
    [
        "missing child",
        "Missing or exploited child",
        "the case of an exploited child",
        "missing/exploited children",
        "26 U.S.C. 6103(i)(1)(A)(i): missing or exploited child",
    ],
)
def test_the_case_of_a_child_needs_no_statute(statute: str) -> None:
    assert designation_of(statute) == CHILD


@pytest.mark.parametrize("statute", ["child", "missing person", "a child is missing", "26 U.S.C. 6103(i)(1)(A)(i)"])
def test_only_the_words_of_the_clause_name_the_case_of_a_child(statute: str) -> None:
    assert designation_of(statute) in {OTHER, BARRED}


def test_a_statute_beside_a_child_is_a_statute() -> None:
    assert designation_of("18 U.S.C. 1201 (missing child)") == DESIGNATED


def test_every_listed_provision_has_a_heading_for_the_reader() -> None:
    provisions, titles = read_statutes(FOLDER / "statutes.toml")
    assert titles == {26}
    assert provisions[Citation(21, "846")] == CRIMINAL
    assert provisions[Citation(8, "1325", ("b",))] == BARRED


def test_the_table_has_the_whole_code() -> None:
    sections, criminal = figures()
    assert sections > 50_000
    assert 2_000 < criminal < 3_000
    assert sections_of(53) == {}


@pytest.mark.parametrize(
    "text",
    [
        SOUND.replace("18 USC 2", "18 USC 2-5"),
        SOUND.replace("8 USC 1227", "18 U.S.C. 2"),
        SOUND.replace('heading = "h"', 'heading = ""'),
        SOUND.replace('heading = "h"', 'heading = "h"\nallow = true'),
        SOUND.replace("26", "99"),
        SOUND + "[extra]\n",
        TABLE.format("criminal", "18 USC 2"),
    ],
)
def test_an_inexact_table_is_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "statutes.toml"
    path.write_text(SOUND, encoding="utf-8")
    assert read_statutes(path) == ({Citation(18, "2"): CRIMINAL, Citation(8, "1227"): BARRED}, {26})
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match=r"^statutes\.toml, column "):
        read_statutes(path)


@pytest.mark.parametrize(
    ("statute", "fault"),
    [
        ("18 U.S.C. 1343", ""),
        ("42 U.S.C. 1983", ""),
        ("missing child", ""),
        ("", "none"),
        ("wire fraud", "none"),
        ("possibly 18 U.S.C. 1343", "none"),
        ("18 U.S.C. 9999", "section"),
        ("18 U.S.C. 1343 and 9999", "section"),
        ("18 U.S.C. 371 and 26 U.S.C. 7206", "mixed"),
        ("8 U.S.C. 1326; 8 U.S.C. 1227", "mixed"),
        ("8 U.S.C. 1225-1230", "mixed"),
        ("8 U.S.C. 1227", BARRED),
    ],
)
def test_the_part_of_a_statute_that_fails_is_named(statute: str, fault: str) -> None:
    assert statute_fault(statute, designation_of(statute)) == fault
