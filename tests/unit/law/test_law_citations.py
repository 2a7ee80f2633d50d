import pytest

from withhold.law import Citation, NotOneCitation, parse_citation

COVERS = ("withhold.law",)

FAILURE_TO_DEPART = Citation(8, "1253", ("a", "1"))
WIRE_FRAUD = Citation(18, "1343")


@pytest.mark.parametrize(
    "text",
    [
        "8 USC 1253(a)(1)",
        "8 U.S.C. 1253(a)(1)",
        "8 U.S.C. § 1253(a)(1)",
        "8 U.S.C. §1253(a)(1).",
        "8 U. S. C. § 1253 (a) (1)",
        "8 u.s.c. 1253(A)(1)",
        "8 U.S.C.A. § 1253(a)(1)",
        "8 U.S. Code § 1253(a)(1)",
        "Title 8, section 1253(a)(1)",
        "title 8 U.S.C. section 1253(a)(1)",
        "Title 8, United States Code, Section 1253(a)(1)",
        "Title 8 of the United States Code, Section 1253(a)(1)",
        "Section 1253(a)(1) of Title 8",
        "section 1253(a)(1) of title 8, United States Code",
        "§ 1253(a)(1) of title 8 of the United States Code",
        "  8  USC\t1253(a)(1) ",
        "8\u00a0USC\u00a01253(a)(1)",
    ],
)
def test_usual_spellings_of_one_citation_are_one(text: str) -> None:
    assert parse_citation(text) == FAILURE_TO_DEPART


@pytest.mark.parametrize(
    "text", ["18 U.S.C. Section 1343", "18 USC sec. 1343", "18USC1343", "18 U.S.C. sec 1343", "Title 18, § 1343"]
)
def test_spellings_of_a_whole_section(text: str) -> None:
    assert parse_citation(text) == WIRE_FRAUD


@pytest.mark.parametrize(
    ("text", "section"),
    [("18 USC 1028A", "1028a"), ("8 USC 1229a", "1229a"), ("42 U.S.C. 2000e-5", "2000e-5"), ("18 USC 2", "2")],
)
def test_sections_with_letters(text: str, section: str) -> None:
    assert parse_citation(text).section == section


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1326",
        "8 USC",
        "USC 1326",
        "8 USC 1325-1326",
        "8 USC 1325–1326",
        "8 USC §§ 1325, 1326",
        "8 USC 1325, 1326",
        "8 USC 1325; 8 USC 1326",
        "8 USC 1325 and 1326",
        "8 USC 1326 et seq.",
        "8 USC 1326 (aggravated)",
        "violation of 8 USC 1326",
        "8 USC 1326..",
        "08 USC 1326",
        "8 USC 01326",
        "8 CFR 1326",
        "8 USC ١٣٢٦",
        "8 USC 1326()",
        "8 USC 1326(a",
        "8 USC 1326" + " " * 200 + "x" * 200,
        "8 USC 1326(a)(1)(A)(i)(I)(aa)(x)",
    ],
)
def test_anything_else_designates_nothing(text: str) -> None:
    with pytest.raises(NotOneCitation) as raised:
        parse_citation(text)
    assert not text or text not in str(raised.value)


def test_a_provision_covers_itself_and_what_is_within() -> None:
    assert parse_citation("8 USC 1253(a)(1)(A)").within(FAILURE_TO_DEPART)
    assert FAILURE_TO_DEPART.within(FAILURE_TO_DEPART)
    assert not parse_citation("8 USC 1253(a)").within(FAILURE_TO_DEPART)
    assert not parse_citation("8 USC 1253(b)(1)").within(FAILURE_TO_DEPART)
    assert not parse_citation("18 USC 1253(a)(1)").within(FAILURE_TO_DEPART)
