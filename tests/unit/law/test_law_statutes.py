from pathlib import Path

import pytest

from withhold.law import Citation
from withhold.law.us_irc_6103_i_2 import FOLDER
from withhold.law.us_irc_6103_i_2.elements.matter.statute import (
    BARRED,
    DESIGNATED,
    OTHER,
    designation_of,
    read_statutes,
)
from withhold.model.errors import Unreadable

COVERS = ("withhold.law",)

DESIGNATED_SECTIONS = {
    8: "1324 1325 1326",
    18: "2 371 641 922 924 1001 1028 1028A 1030 1341 1343 1344 1347 1546 1591 1951 1956 1957 2252 2252A",
    21: "841 846 952 960",
    31: "5324",
}
TABLE = '[[{0}]]\ncite = "{1}"\nheading = "h"\n'
SOUND = (
    TABLE.format("designated", "18 USC 2")
    + TABLE.format("barred", "8 USC 1227")
    + ('[[barred_title]]\ntitle = 26\nheading = "h"\n')
)


def test_each_statute_of_the_design_is_designated() -> None:
    for title, sections in DESIGNATED_SECTIONS.items():
        for section in sections.split():
            assert designation_of(f"{title} U.S.C. {section}") == DESIGNATED
            assert designation_of(f"{title} U.S.C. {section}(a)") == DESIGNATED


@pytest.mark.parametrize("section", ["1182", "1226", "1227", "1229a", "1231", "1357", "1325(b)"])
def test_each_civil_provision_is_barred(section: str) -> None:
    assert designation_of(f"8 U.S.C. {section}") == BARRED
    assert designation_of(f"8 U.S.C. {section}(1)") == BARRED


def test_tax_administration_is_barred_completely() -> None:
    assert designation_of("26 U.S.C. 7201") == BARRED
    assert designation_of("26 U.S.C. 6103(i)(2)") == BARRED


@pytest.mark.parametrize(
    "statute", ["8 USC 1253", "8 USC 1253(a)", "8 USC 1253(b)", "42 USC 1983", "", "fraud", "8 USC 13"]
)
def test_anything_else_is_neither(statute: str) -> None:
    assert designation_of(statute) == OTHER


def test_every_statute_has_a_heading_for_the_reader() -> None:
    provisions, titles = read_statutes(FOLDER / "statutes.toml")
    assert len(provisions) == 29 + 7
    assert titles == {26}
    assert provisions[Citation(8, "1253", ("a", "1"))] == DESIGNATED


@pytest.mark.parametrize(
    "text",
    [
        SOUND.replace("18 USC 2", "18 USC 2-5"),
        SOUND.replace("8 USC 1227", "18 U.S.C. 2"),
        SOUND.replace('heading = "h"', 'heading = ""'),
        SOUND.replace('heading = "h"', 'heading = "h"\nallow = true'),
        SOUND.replace("26", "99"),
        SOUND + "[extra]\n",
        TABLE.format("designated", "18 USC 2"),
    ],
)
def test_an_inexact_table_is_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "statutes.toml"
    path.write_text(SOUND, encoding="utf-8")
    assert read_statutes(path) == ({Citation(18, "2"): DESIGNATED, Citation(8, "1227"): BARRED}, {26})
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match=r"^statutes\.toml, column "):
        read_statutes(path)
