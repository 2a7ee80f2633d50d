import pytest

from withhold.law import Citation
from withhold.law.us_irc_6103_i_2.elements.matter.designations import Designation, read_designations

COVERS = ("withhold.law.us_irc_6103_i_2.elements.matter.designations",)


def one(title: int, section: str, *subsections: str) -> Designation:
    return Designation(Citation(title, section, subsections))


WIRE, BANK = one(18, "1343"), one(18, "1344")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("18 U.S.C. § 1343", [WIRE]),
        ("18 USC § 1028A(a)(1)", [one(18, "1028A", "a", "1")]),
        ("Title 18, United States Code, Section 371", [one(18, "371")]),
        ("section 1343 of title 18", [WIRE]),
        ("1343 of title 18", [WIRE]),
        ("Sec. 1343, Title 18, U.S.C.", [WIRE]),
        ("§ 1343, 18 U.S.C.", [WIRE]),
        ("sections 1343 and 1344 of the title 18", [WIRE, BANK]),
        ("18:1343", [WIRE]),
        ("18-USC-1343", [WIRE]),
        ("18 US Code s. 1343", [WIRE]),
        ("18 U.S.Code §1343", [WIRE]),
        ("18 U.S.C. Â§ 1343", [WIRE]),
        ("title 18 U.S.C.A. §§ 1343, 1344", [WIRE, BANK]),
        ("18 U.S.C. § § 1343 & 1344", [WIRE, BANK]),
        ("18 U.S.C. §1343/1344", [WIRE, BANK]),
        ("18 U.S.C. 1343 (wire fraud) and/or 1344 (bank fraud)", [WIRE, BANK]),
        (
            "18 U.S.C. 1343; 21 U.S.C. 841(a)(1), (b)(1)(A)",
            [WIRE, one(21, "841", "a", "1"), one(21, "841", "b", "1", "a")],
        ),
        ("wire fraud (18 U.S.C. § 1343); bank fraud (18 U.S.C. § 1344)", [WIRE, BANK]),
        ("1) 18 USC 1343 2) 18 USC 1344", [WIRE, BANK]),
        ("18 USC 1343 et seq., 1344", [WIRE, BANK]),
        ("18 U.S.C. 922(g)(1)-(9)", [one(18, "922", "g", "1")]),
        ("18 U.S.C. 1343 through 1349", [Designation(Citation(18, "1343"), "1349")]),
        ("18 U.S.C. 1343 - 18 U.S.C. 1349(a)", [Designation(Citation(18, "1343"), "1349")]),
        ("18 U.S.C. 1343 - 21 U.S.C. 841", [WIRE, one(21, "841")]),
        ("18 U.S.C. 1343 - wire fraud", [WIRE]),
        ("18 U.S.C. 1325–1326", [one(18, "1325-1326")]),
        ("50 U.S.C. App. § 462", [Designation(Citation(50, "462"), None, appendix=True)]),
        ("18 U.S.C. 1343, wire fraud", [WIRE]),
        ("18 U.S.C. 1343, 3 counts", [WIRE]),
        ("Title 8, 18 U.S.C. 1343", [WIRE]),
        ("15 U.S.C. 78j(b); 17 C.F.R. 240", [one(15, "78j", "b")]),
        ("8 USC 1326" + "(a)" * 9, [one(8, "1326", *"aaaaaaaaa")]),
    ],
)
def test_the_usual_ways_to_designate_are_read(text: str, found: list[Designation]) -> None:
    assert list(read_designations(text).designations) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1343",
        "USC 1343",
        "18 U.S.C.",
        "Title 18",
        "08 USC 1326",
        "8 USC 01326",
        "118 USC 1343",
        "8 CFR 1326",
        "8 USC ١٣٢٦",
        "18 USC 2 counts",
        "section 274 of the Act",
        "wire fraud",
        "18 U.S.C. 1343 " * 40,
    ],
)
def test_anything_else_designates_nothing(text: str) -> None:
    assert read_designations(text).designations == ()


@pytest.mark.parametrize(
    "text",
    [
        "possibly 18 U.S.C. 1343",
        "18 USC 1343?",
        "18 USC 1343 or similar",
        "8 USC 1326(a",
        "8 USC 1326)",
        "8 USC 1326( )",
    ],
)
def test_a_doubtful_text_is_not_decided(text: str) -> None:
    assert not read_designations(text).decided


@pytest.mark.parametrize(
    "text",
    [
        "18 U.S.C. 1343 and others",
        "18 U.S.C. 1343 (civil)",
        "section 276 of the INA, 8 USC 1326",
        "not 18 USC 1343",
        "18 USC 1343 in 2021",
    ],
)
def test_a_text_that_leaves_something_open_is_decided_but_not_complete(text: str) -> None:
    reading = read_designations(text)
    assert reading.designations
    assert reading.decided
    assert not reading.complete


@pytest.mark.parametrize(
    "text",
    ["violation of 18 U.S.C. 1343 (wire fraud), 12 counts", "Count 1: 18 USC 371; count 2: 18 USC 1343", "8 USC 1326."],
)
def test_words_around_provisions_leave_nothing_open(text: str) -> None:
    reading = read_designations(text)
    assert reading.decided
    assert reading.complete
