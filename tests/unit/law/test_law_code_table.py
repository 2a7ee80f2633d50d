import json

from tools.rebuild_code_table import table

from withhold.law import Citation
from withhold.law.us_irc_6103_i_2.elements.matter.designations import Designation
from withhold.law.us_irc_6103_i_2.elements.matter.us_code import provisions_of

COVERS = ("withhold.law.us_irc_6103_i_2.elements.matter.us_code",)


def row(title: str, section: str, kind: str, chapter: str = "1") -> dict[str, str]:
    return {"title": title, "section": section, "chapter": chapter, "kind": kind}


def test_the_table_marks_what_is_criminal_and_fills_gaps_between_crimes() -> None:
    rows = [
        row("18", "2", "crime"),
        row("18", "4A", "crime"),
        row("18", "7", "crime", "2"),
        row("18", "9", "other", "2"),
        row("9", "1", "repealed"),
        row("9", "3", "penalty"),
        row("9", "5", "named_by_penalty"),
    ]
    assert json.loads(table(rows)) == {"9": "1 3* 5*", "18": "2* 3 4a* 7* 9"}


def cited(title: int, section: str, last: str | None = None) -> list[str]:
    return [each.section for each in provisions_of(Designation(Citation(title, section), last))]


def test_a_hyphen_is_part_of_a_name_if_a_section_has_that_name() -> None:
    assert cited(42, "2000e-5") == ["2000e-5"]
    assert cited(8, "1325-1327") == ["1325", "1326", "1327"]
    assert cited(42, "1320a-7a-1320a-7b") == ["1320a-7a", "1320a-7b"]
    assert cited(42, "1320a-99") == []


def test_a_range_ends_where_it_says_or_where_its_last_digits_say() -> None:
    assert cited(18, "1343", "1345") == cited(18, "1343-1345") == cited(18, "1343-45") == ["1343", "1344", "1345"]
    assert cited(18, "1345", "1343") == cited(18, "1343", "9999") == cited(18, "9998", "9999") == []


def test_a_subdivision_may_be_run_together_with_its_section() -> None:
    (found,) = provisions_of(Designation(Citation(18, "922g1", ("a",))))
    assert found == Citation(18, "922", ("g", "1", "a"))
    assert cited(8, "1324a") == ["1324a"]
    assert cited(18, "1343A") == cited(18, "9999a") == cited(99, "1") == []
