from datetime import date

import pytest

from withhold.ledger.accounting_code import AccountingCode
from withhold.ledger.leaf import Leaf, subject_key, subject_tag
from withhold.ledger.scanning import GAP, Found, Scanner, scan
from withhold.model.errors import Unreadable
from withhold.tlog.errors import Malformed
from withhold.tlog.stores.directory import DirectoryReader
from withhold.tlog.stores.directory_store import DirectoryStore
from withhold.tlog.tree.building import RightEdge, extend

COVERS = ("withhold.ledger.accounting_code", "withhold.ledger.leaf", "withhold.ledger.scanning")

KEY = subject_key(b"m" * 32, "987654320")
CODE = AccountingCode(2026, KEY)
FIRST = (date(2026, 1, 1) - date(1970, 1, 1)).days
LAST = (date(2026, 12, 31) - date(1970, 1, 1)).days


def leaf(day: int, nth: int, kind: int = 11, key: bytes = KEY) -> bytes:
    return Leaf(kind, day, subject_tag(key, day, nth), bytes(32)).encode()


def stranger(day: int, number: int) -> bytes:
    return leaf(day, number, key=b"s" * 32)


class TestCode:
    def test_there_and_back(self):
        text = CODE.encode()
        assert text.startswith("WH2026-")
        assert [len(group) for group in text.split("-")] == [6, *[4] * 14]
        assert AccountingCode.parse(text) == CODE

    def test_as_people_type_it(self):
        text = CODE.encode()
        for typed in (
            text.lower(),
            text.replace("-", ""),
            text.replace("-", " "),
            f"  {text}\n",
            text[:7] + text[7:].replace("0", "o").replace("1", "l"),
            text[:7] + text[7:].replace("0", "O").replace("1", "I"),
        ):
            assert AccountingCode.parse(typed) == CODE

    def test_every_key_has_a_code(self):
        for key in (bytes(32), b"\xff" * 32, bytes(range(32))):
            assert AccountingCode.parse(AccountingCode(1970, key).encode()).subject_key == key

    def test_any_one_character_mistyped(self):
        text = CODE.encode()
        for place, digit in enumerate(text):
            if digit != "-":
                wrong = text[:place] + ("7" if digit != "7" else "8") + text[place + 1 :]
                with pytest.raises(Unreadable) as raised:
                    AccountingCode.parse(wrong)
                assert text[7:11] not in str(raised.value)

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            (lambda t: "", "WH and a year"),
            (lambda t: t[2:], "WH and a year"),
            (lambda t: "WH" + t[4:], "characters after|WH and a year"),
            (lambda t: t.replace("2026", "1969"), "WH and a year"),
            (lambda t: t.replace("2026", "٢٠٢٦"), "WH and a year"),
            (lambda t: t.replace("2026", "2025"), "A character of the code or the year is mistyped"),
            (lambda t: t[:-1], "has 55 characters after the year, not 56"),
            (lambda t: t + "A", "has 57 characters"),
            (lambda t: t[:12] + "U" + t[13:], "Group 2 has a character that no accounting code has"),
            (lambda t: t[:-1] + "é", "Group 14 has a character that no accounting code has"),
        ],
    )
    def test_what_is_wrong_is_said(self, change, why: str):
        with pytest.raises(Unreadable, match=why) as raised:
            AccountingCode.parse(change(CODE.encode()))
        assert raised.value.exit_code == 3

    def test_the_key_does_not_show(self):
        assert repr(CODE) == "AccountingCode(year=2026)"

    @pytest.mark.parametrize(("year", "key"), [(1969, KEY), (10_000, KEY), (2026, KEY[1:])])
    def test_what_no_code_can_hold(self, year: int, key: bytes):
        with pytest.raises(ValueError, match="1970 to 9999"):
            AccountingCode(year, key)


class TestScan:
    def log(self, tmp_path, entries: list[bytes]) -> DirectoryReader:
        DirectoryStore(tmp_path).write(extend(RightEdge(), entries).files)
        return DirectoryReader(tmp_path)

    def test_a_persons_entries_among_those_of_others(self, tmp_path):
        entries = [stranger(FIRST + number % 365, number) for number in range(700)]
        for index, day, nth, kind in [(0, FIRST, 0, 13), (255, FIRST, 1, 20), (256, 20_600, 0, 30), (699, LAST, 0, 31)]:
            entries[index] = leaf(day, nth, kind)
        assert list(scan(CODE, self.log(tmp_path, entries), 700)) == [
            Found(0, FIRST, 13),
            Found(255, FIRST, 20),
            Found(256, 20_600, 30),
            Found(699, LAST, 31),
        ]

    def test_many_entries_of_one_day(self):
        found = Scanner(CODE).find(1000, [leaf(FIRST, nth) for nth in range(500)])
        assert [entry.index for entry in found] == list(range(1000, 1500))

    def test_numbers_may_be_missing_or_come_late(self):
        order = [5, 0, 2, 1, 5 + GAP]
        assert len(Scanner(CODE).find(0, [leaf(FIRST, nth) for nth in order])) == 5

    def test_a_gap_that_is_too_wide(self):
        assert Scanner(CODE).find(0, [leaf(FIRST, 0), leaf(FIRST, 1 + GAP)]) == [Found(0, FIRST, 11)]
        assert Scanner(CODE, gap=GAP + 1).find(0, [leaf(FIRST, GAP)]) == [Found(0, FIRST, 11)]

    def test_another_year_is_another_code(self):
        assert Scanner(CODE).find(0, [leaf(FIRST - 1, 0), leaf(LAST + 1, 0)]) == []

    def test_a_tag_on_a_day_that_is_not_its_own_is_not_found(self):
        copied = Leaf(11, FIRST + 1, subject_tag(KEY, FIRST, 0), bytes(32)).encode()
        assert Scanner(CODE).find(0, [copied]) == []

    def test_anothers_code_finds_nothing(self):
        other = AccountingCode(2026, subject_key(b"m" * 32, "987654321"))
        assert Scanner(other).find(0, [leaf(FIRST, nth) for nth in range(9)]) == []

    def test_an_empty_log(self, tmp_path):
        assert list(scan(CODE, DirectoryReader(tmp_path), 0)) == []

    def test_a_log_of_something_else(self):
        with pytest.raises(Malformed, match="not a leaf"):
            Scanner(CODE).find(0, [leaf(FIRST, 0), b"something else"])
