"""Words between a number and a suffix, and what people write in the place of an address."""

import pytest

from support.delivery_lines import NONE, delivery_line
from withhold.law.us_irc_6103_i_2.elements.subject.address import is_city
from withhold.law.us_irc_6103_i_2.elements.subject.delivery_line import WHOLE
from withhold.law.us_irc_6103_i_2.elements.subject.other_texts import is_other
from withhold.law.us_irc_6103_i_2.elements.subject.street_words import is_filler

COVERS = (
    "withhold.law.us_irc_6103_i_2.elements.subject.delivery_line",
    "withhold.law.us_irc_6103_i_2.elements.subject.other_texts",
    "withhold.law.us_irc_6103_i_2.elements.subject.street_words",
)


@pytest.mark.parametrize(
    "line",
    [
        *("47 Unknown Creek Rd", "47 Unknown Rd", "47 Sample Rd", "47 Address Ave", "47 No Name Rd", "47 Test Well Rd"),
        *("47 Calle Luna", "700 Block Island Rd", "700 Block House Ln", "47 Block St", "USS Larkspur"),
        *("47 Sonora Ave", "47 Larkspur Ln, blue house", "123 Larkspur Ln", "Student Box 12"),
        *("PO Box 12, Larks Station", "12 Long Shoal Rd"),
        *("No. 12 County Rd B33", "Larks Motel, 1805 N. Lark, room 16 (weekly)", "47Larkspur Terr.Apt9"),
        *("47 1/2 W Larkspur, upstairs over the shop", "47 Na Lark Hwy"),
        *("Boat Two, 55 Larkspur Wharf, Dock 2", "P.O.B. 12", "CPO 12, Larks College", "47 Hstd Ln"),
        *("47 Larkspur Ln Austin TX 78701", "47 Larkspur Ln Apt 3 Austin TX 78701-1234"),
        *("47 Town and Country Blvd", "47 Nowhere Ln", "47 Vacant Dummy Line Rd"),
    ],
)  # fmt: skip
def test_what_may_be_an_address(line: str) -> None:
    assert delivery_line(line, "") in (WHOLE, "CALLE LUNA", "N LARK", "W LARKSPUR")


@pytest.mark.parametrize(
    "line",
    [
        # A number that templates use, or words that are all fillers, or a word that names no road.
        *("123 Unknown Rd", "1 Sample Rd", "999 Test Rd", "47 Sample Address Rd", "47 Asdf Rd", "47 Bad Addr Rd"),
        *("999999 Larkspur Ln", "47 Larkspur Ln Anytown", "47 Test", "123 Calle Prueba", "47 U n k n o w n Rd"),
        *("47 Larkspur Trail Anytown", "47 Larkspur Trail Unknown"),
        *("47 Rd Rd", "47 lalala Rd", "47 Éxample Rd", "47 Ex4mple Rd", "47 XXX Rd", "4 Larkspur Larkspur", "10 W W W"),
        # What the post office prints on mail that it returns, and blocks of houses.
        *("47 No Such Number", "1 Insufficient Address", "47 Forwarding Expired", "47 Lives In Car"),
        *("5000 Block of Larkspur Ave", "5000 Block Larkspur Ave", "1 XXXX Block of Larkspur Ave"),
        # Two streets.
        *("2 W Larkspur & 135 Pine", "Larkspur St & Pine St", "7 Larkspur and Elm"),
        # Something else.
        *("26.0712 N 97.4991 W", "17 USC 506", "18 U.S.C. 1344", "(340) 555-0160 cell", "555-0119 (friend)"),
        *("14R PR 5530 8120", "T34N R20E Sec 17", "47 n/a Rd", "someone@example.org", "3 mi N of the mill, left"),
        *("47 male who left the country", "USS Unknown", "Box 7, whereabouts unknown", "Test, 47 Larkspur Ln"),
        # Abroad.
        *("47 Larkspur Rd, Whitehorse, Yukon", "47 Larkspur Ln, London NW9 8TE", "14 Rue Larks, 75019 Paris"),
        *("Apartado 88, Zapopan, Jalisco", "999 Nowhere Ln", "47 Vacant", "4 Return To Sender", "3 sdfsdf Rd"),
        *("5 mi S on Hwy 9", "47 Larkspur Austin TX 78701", "90 Broadway Austin TX 78701-1234"),
        # A mask, and a vehicle with its plate.
        *("xx7 xx8 Ave", "47 XX2 Rd", "2014 Ford F-150 plate TEST-1", "2014 Larkspur 500 plate 7"),
        *("ul. Larkspur 8 m. 3", "Rua Larkspur 8", "4 Ulitsa Larks, Anadyr", "63 Larkspur St, Elmsford NL"),
        # Talk, and keys that lie side by side.
        *("unsure, might be 4 or 5 places", "47 Larkspur Rd, ask his mother", "47 Idunno Rd", "47 Failed To Reply"),
        *("47 zxzx ln", "47 qwrtz ln", "4?? Larkspur Ln", "47 (street torn off the form)", "4 Whatever Works Ln"),
        *("47 Undetermined At This Time St", "C/ Larks #31, Bani, Rep. Dom."),
    ],
)
def test_what_is_no_address(line: str) -> None:
    assert delivery_line(line, "") == NONE


@pytest.mark.parametrize(
    ("line1", "line2", "found"),
    [
        ("Unknown House", "47 Larkspur Ln", NONE),
        ("47 Larkspur Ln", "Elmsford, Philippines", NONE),
        ("47 Larkspur Ln", "Cd. Elmsford, Coah.", NONE),
        ("47 Larkspur Ln", "c/o Lark Jordan", WHOLE),
        ("47 Larkspur Ln", "c/o Lark Poland", WHOLE),
        ("c/o Pat Example", "47 Unknown Creek Rd", WHOLE),
        ("47 Unknown Creek Rd", "Apt 4", WHOLE),
        ("Unknown person", "PO Box 12", NONE),
        ("47 Larkspur Ln", "QA test", WHOLE),
        ("47 Unknown", "47 Broadway", NONE),
    ],
)
def test_the_second_line_does_not_make_the_first_good(line1: str, line2: str, found: str) -> None:
    assert delivery_line(line1, line2) == found


def test_a_town_may_be_called_nada() -> None:
    assert is_city("Nada")
    assert not is_city("None")


def test_the_whole_text_may_be_fillers() -> None:
    assert is_filler("TEST RECORD 7")
    assert not is_filler("47 TEST RD")
    assert not is_filler("")
    assert not is_other("47 Larkspur Ln")
