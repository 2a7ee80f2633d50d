import dataclasses
import re
from datetime import date, timedelta
from pathlib import Path

import narwhals as nw
import pytest

import withhold
from support.codes import raises
from withhold.law import Check, Fact, RulePack, UnknownPack, pack, packs
from withhold.law.digest import digest_of, digest_of_pack, files_of
from withhold.law.pack import Measure, Pattern
from withhold.law.us_irc_6103_i_2 import FOLDER, read_questions
from withhold.model.cases.determination import Answer
from withhold.model.errors import Code, Conflict, Unreadable
from withhold.model.vocabulary import Outcome

COVERS = ("withhold.law",)

PACK = pack("us-irc-6103-i-2")
REFUSING = {"signer", "engagement", "duplicate", "safeguards", "stay"}


def test_the_pack_is_found_by_its_id_and_no_other() -> None:
    assert packs() == ("us-irc-6103-i-2",)
    assert pack("us-irc-6103-i-2") is PACK
    with pytest.raises(UnknownPack, match="us-irc-6103-i-2"):
        pack("us-irc-6103-i-1")


def test_its_elements_are_in_the_order_in_which_deficiencies_are_named() -> None:
    ids = "signer official engagement pace name address shared_address periods statute matter reason boilerplate"
    others = "sole_use tin birth_date series duplicate safeguards stay docket"
    assert [element.id for element in PACK.elements] == [*ids.split(), *others.split()]


def test_each_element_is_returned_or_refused_as_the_statute_requires() -> None:
    for element in PACK.elements:
        assert element.outcome is (Outcome.REFUSED if element.id in REFUSING else Outcome.RETURNED)
    assert [check.id for _, check in PACK.checks if check.refuses] == ["statute_civil"]
    assert [e.id for e in PACK.elements if e.needs_records] == ["pace", "safeguards", "stay", "docket"]


def test_each_element_has_a_citation_and_a_cure_in_plain_sentences() -> None:
    for element in PACK.elements:
        assert element.title
        assert element.citation
        assert re.fullmatch(r"[A-Z].{40,}\.", element.cure)
    assert len({element.cure for element in PACK.elements}) == len(PACK.elements)


def test_each_check_has_a_title_and_a_short_cure_in_plain_sentences() -> None:
    for element, check in PACK.checks:
        assert check.id == element.id or check.id.startswith(f"{element.id}_")
        assert re.fullmatch(r"[A-Z][^.]+", check.title), check.id
        assert re.fullmatch(r"[A-Z].{15,98}\.", check.cure), check.id
        assert ";" not in check.cure.replace("2021;2022", ""), check.id
    assert len({check.cure for _, check in PACK.checks}) == len(PACK.checks)


def test_checks_are_named_in_the_order_of_the_pack() -> None:
    ids = [check.id for _, check in PACK.checks]
    assert [check.id for _, check in PACK.checks_named([*reversed(ids), "of another pack"])] == ids
    assert [element.id for element, _ in PACK.checks_named(["tin_form", "address_city"])] == ["address", "tin"]


def test_without_records_the_checks_that_need_them_are_not_made() -> None:
    official = PACK.element("official")
    assert official.checks_made(with_records=True) == official.checks
    made = official.checks_made(with_records=False)
    assert [check.id for check in made] == ["official_missing", "official_id"]


def test_a_check_refuses_a_row_if_it_or_its_element_does() -> None:
    statute, signer = PACK.element("statute"), PACK.element("signer")
    assert [statute.refuses(check) for check in statute.checks] == [False, False, False, True]
    assert all(map(signer.refuses, signer.checks))


def test_a_pack_has_no_more_checks_than_bits_and_each_id_once() -> None:
    element = PACK.element("tin")
    check = element.checks[0]

    def with_checks(checks: list[Check]) -> RulePack:
        return dataclasses.replace(PACK, elements=(dataclasses.replace(element, checks=tuple(checks)),))

    many = [dataclasses.replace(check, id=f"tin_{number}") for number in range(65)]
    assert len(with_checks(many[:64]).checks) == 64
    with pytest.raises(ValueError, match="65 checks, of 64 at most"):
        with_checks(many)
    with pytest.raises(ValueError, match="two checks have one id"):
        with_checks([check, check])
    with pytest.raises(ValueError, match="at most 100 characters"):
        with_checks([dataclasses.replace(check, cure="x" * 101)])


def test_an_element_is_found_by_id() -> None:
    assert PACK.element("reason").citation == "26 U.S.C. 6103(i)(2)(B)(iv)"
    with pytest.raises(KeyError):
        PACK.element("release")


def test_a_case_needs_exactly_this_pack_in_force() -> None:
    PACK.require_current(PACK.reference, PACK.in_force_from)
    for reference, day in (
        (f"{PACK.id}@{PACK.version}#{'0' * 64}", PACK.in_force_from),
        (PACK.reference, PACK.in_force_from - timedelta(days=1)),
    ):
        with raises(Conflict, Code.PACK_REPLACED):
            PACK.require_current(reference, day)


def test_every_question_is_answered_in_its_order_with_its_reason() -> None:
    request = {"statute": "18 U.S.C. 1343"}
    answers = [Answer(each.id, satisfied=False, reason="as read") for each in PACK.questions_for(request)]
    PACK.require_answers(request, answers)
    every = [Answer(each.id, satisfied=True, reason="as read") for each in PACK.questions]
    for others in (answers[1:], answers[::-1], [*answers, answers[0]], every):
        with raises(Conflict, Code.PACK_ANSWERS_DIFFER):
            PACK.require_answers(request, others)
    with raises(Conflict, Code.PACK_ANSWERS_DIFFER):
        PACK.require_answers({"statute": "42 U.S.C. 1983"}, answers)
    with raises(Conflict, Code.REASON_MISSING):
        PACK.require_answers(request, [*answers[:-1], dataclasses.replace(answers[-1], reason=" ")])


def test_its_notice_disclaims_legal_advice_and_it_permits_one_item() -> None:
    assert PACK.notice.startswith("Not legal advice.")
    assert PACK.permitted_item == "most recent address"


def test_reviewers_are_asked_what_no_machine_can_answer() -> None:
    always = ["reason_specific", "disclosure_not_barred"]
    for statute, first in (
        ("18 U.S.C. 1343", ["criminal_and_actual"]),
        ("42 U.S.C. 1983", ["criminal_and_actual", "statute_criminal"]),
        ("18 U.S.C. 1343 and others", ["criminal_and_actual", "statute_criminal"]),
        ("missing child", ["child_missing_or_exploited"]),
    ):
        assert [each.id for each in PACK.questions_for({"statute": statute})] == [*first, *always]
    assert [each.only_if == "" for each in PACK.questions] == [each.asked is None for each in PACK.questions]
    assert [each.id for each in PACK.questions if each.asked is None] == always
    assert all(question.text.endswith("?") and "6103" in question.citation for question in PACK.questions)


def test_a_question_is_asked_under_a_condition_that_exists(tmp_path: Path) -> None:
    path = tmp_path / "questions.toml"
    path.write_text('[[question]]\nid = "i"\ntext = "t?"\ncitation = "c"\nonly_if = "it rains"\n', encoding="utf-8")
    with pytest.raises(Unreadable, match=r"^questions\.toml, column question 1\.only_if"):
        read_questions(path)


def test_it_is_in_force_from_its_first_day_to_its_last() -> None:
    first, day = PACK.in_force_from, timedelta(days=1)
    assert PACK.in_force_until is None
    assert PACK.in_force(first)
    assert not PACK.in_force(first - day)
    assert PACK.in_force(date(2100, 1, 1))
    ended = dataclasses.replace(PACK, in_force_until=date(2026, 6, 30))
    assert ended.in_force(date(2026, 6, 30))
    assert not ended.in_force(date(2026, 7, 1))


def test_its_reference_names_version_and_digest() -> None:
    assert PACK.reference == f"us-irc-6103-i-2@{PACK.version}#{PACK.digest}"
    assert re.fullmatch("[0-9a-f]{64}", PACK.digest)


def test_a_fact_is_derived_or_an_expression() -> None:
    with pytest.raises(ValueError, match="either derive or expression"):
        Fact("neither", ("tin",), str)
    with pytest.raises(ValueError, match="either derive or expression"):
        Fact("both", ("tin",), str, str.upper, lambda: nw.col("tin"))


def test_a_fact_that_is_derived_all_at_once_reads_one_column() -> None:
    assert Fact("lengths", ("tin",), int, derive_all=lambda texts: list(map(len, texts))).derive is None
    with pytest.raises(ValueError, match="reads one column"):
        Fact("lengths", ("tin", "reason"), int, derive_all=lambda texts: list(map(len, texts)))


def test_a_pattern_counts_the_values_of_a_column_or_rows() -> None:
    with pytest.raises(ValueError, match="counts the values of a column"):
        Pattern("rows", ("tin",), Measure.ROWS, of="person")
    with pytest.raises(ValueError, match="counts the values of a column"):
        Pattern("people", ("tin",), Measure.DISTINCT)


def test_alike_texts_are_compared_in_one_column_and_up_to_a_limit() -> None:
    with pytest.raises(ValueError, match="counts the values of a column"):
        Pattern("texts", ("reason_mask",), Measure.ALIKE, enough="boilerplate_people_max")
    with pytest.raises(ValueError, match="has groups and an end"):
        Pattern("texts", ("reason_mask",), Measure.ALIKE, of="person")
    with pytest.raises(ValueError, match="has groups and an end"):
        Pattern("people", ("tin",), Measure.DISTINCT, of="person", within=("official_id",))
    with pytest.raises(ValueError, match="has groups and an end"):
        Pattern("people", ("tin",), Measure.DISTINCT, of="person", enough="boilerplate_people_max")
    with pytest.raises(ValueError, match="in one column"):
        Pattern("texts", ("reason_mask", "tin"), Measure.ALIKE, of="person", enough="boilerplate_people_max")
    texts = Pattern("texts", ("reason_mask",), Measure.ALIKE, of="person", enough="boilerplate_people_max")
    assert texts.limit(pack("us-irc-6103-i-2").parameters) == 4


def test_the_records_count_people_by_one_column() -> None:
    with pytest.raises(ValueError, match="people, by one column"):
        Pattern("rows", ("tin",), Measure.ROWS, recent=True)
    with pytest.raises(ValueError, match="people, by one column"):
        Pattern("people", ("tin", "case_key"), Measure.DISTINCT, of="person", recent=True)


def test_the_digest_covers_code_data_vectors_and_what_packs_share() -> None:
    names = {path.name for path in files_of(FOLDER)}
    assert {
        "address.py",
        "parameters.toml",
        "statutes.toml",
        "us_code.json",
        "questions.toml",
        "base.json",
        "stay.jsonl",
    } <= names
    assert {"citations.py", "placeholders.toml", "zips.py", "zips.json", "zip_crossings.json"} <= names
    assert {"no_answer.py", "delivery.py", "house.py", "postal.py"} <= names
    assert not any(path.suffix == ".pyc" for path in files_of(FOLDER))
    assert PACK.digest == digest_of_pack(FOLDER)


def test_the_digest_shows_any_change() -> None:
    files = {path.as_posix(): path.read_bytes() for path in files_of(FOLDER)}
    whole = digest_of(files.items())
    assert digest_of(reversed(files.items())) == whole
    for name, content in files.items():
        assert digest_of({**files, name: content + b" "}.items()) != whole
    assert digest_of({**files, "more.py": b""}.items()) != whole


def test_the_digest_keeps_names_and_contents_apart() -> None:
    assert digest_of([("a", b"bc")]) != digest_of([("ab", b"c")])
    assert digest_of([("a", b"b"), ("c", b"d")]) != digest_of([("a", b"bcd")])


def test_nothing_outside_this_room_names_a_statute() -> None:
    root = Path(withhold.__file__).parent
    named = re.compile(r"\b\d+ (?:U\.?S\.?C|C\.?F\.?R)\b|\b(?:6103|7431|552a)\(")
    for path in root.rglob("*.py"):
        # Synthetic batches quote citations as agencies do. They are data, not rules.
        if path.relative_to(root).parts[0] not in {"law", "population"}:
            assert not named.search(path.read_text(encoding="utf-8")), path


def test_an_element_may_read_other_columns_if_records_are_given() -> None:

    official, name = PACK.element("official"), PACK.element("name")
    assert official.columns(with_records=False) == official.reads
    assert official.columns(with_records=True) == official.reads_with_records
    assert name.columns(with_records=True) == name.columns(with_records=False) == name.reads


def test_marks_are_about_elements_and_are_named_in_the_order_of_the_pack() -> None:
    ids = [mark.id for mark in PACK.marks]
    assert [mark.id for mark in PACK.marks_named([*reversed(ids), "of another pack"])] == ids
    made = {each.name for each in (*PACK.facts, *PACK.patterns)}
    for mark in PACK.marks:
        assert PACK.element(mark.element).id == mark.element
        assert mark.columns(with_records=True) == mark.columns(with_records=False) == mark.reads
        assert set(mark.reads) <= made


def test_the_text_that_is_compared_with_recent_requests_is_the_reason() -> None:
    compared = PACK.compared_text
    assert compared is not None
    assert (compared.key, compared.measure) == (("reason_mask",), Measure.ALIKE)
    assert dataclasses.replace(PACK, patterns=()).compared_text is None
