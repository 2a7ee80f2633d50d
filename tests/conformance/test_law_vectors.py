"""Every vector that the packs ship, through screening itself."""

import polars as pl
import pytest

from withhold.law import pack
from withhold.law.us_irc_6103_i_2 import FOLDER
from withhold.law.vectors import KINDS, Vector, load_vectors
from withhold.model.vocabulary import Outcome
from withhold.screening import COLUMNS, screen

COVERS = ("withhold.law.us_irc_6103_i_2", "withhold.law.vectors")

PACK = pack("us-irc-6103-i-2")
VECTORS = load_vectors(FOLDER / "vectors")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector.element}:{vector.line}")
def test_vector(vector: Vector) -> None:
    frame = pl.DataFrame([{name: row.columns[name] for name in COLUMNS} for row in vector.rows])
    findings = screen(frame, PACK, today=vector.today, standing=vector.standing).findings
    assert findings["deficiencies"].to_list() == [list(row.deficient) for row in vector.rows], vector.note
    own = {check.id for check in PACK.element(vector.element).checks}
    checks = [tuple(check for check in found if check in own) for found in findings["checks"].to_list()]
    assert checks == [row.checks for row in vector.rows], vector.note
    own = {mark.id for mark in PACK.marks if mark.element == vector.element}
    marks = [tuple(mark for mark in found if mark in own) for found in findings["marks"].to_list()]
    assert marks == [row.marks for row in vector.rows], vector.note
    assert findings["outcome"].to_list() == [row.outcome for row in vector.rows], vector.note


@pytest.mark.parametrize("element", [element.id for element in PACK.elements])
def test_every_element_has_vectors_of_every_kind(element: str) -> None:
    own = [vector for vector in VECTORS if vector.element == element]
    assert {vector.kind for vector in own} == set(KINDS)
    for vector in own:
        found = any(element in row.deficient for row in vector.rows)
        assert vector.kind == "edge" or found is (vector.kind == "not met"), vector.note


def test_every_vector_belongs_to_an_element_of_the_pack() -> None:
    known = {element.id for element in PACK.elements}
    assert {vector.element for vector in VECTORS} == known
    assert all(set(row.deficient) <= known for vector in VECTORS for row in vector.rows)


def test_every_check_has_a_vector_that_fails_it_and_names_no_other() -> None:
    alone = {row.checks[0] for vector in VECTORS for row in vector.rows if len(row.checks) == 1}
    assert alone == {check.id for _, check in PACK.checks}


def test_every_element_that_is_not_met_has_a_check_that_fails() -> None:
    for vector in VECTORS:
        for row in vector.rows:
            assert bool(row.checks) is (vector.element in row.deficient), vector.note


def test_every_mark_has_a_vector_and_belongs_to_an_element() -> None:
    assert {mark for vector in VECTORS for row in vector.rows for mark in row.marks} == {mark.id for mark in PACK.marks}
    assert {mark.element for mark in PACK.marks} <= {element.id for element in PACK.elements}


def test_refused_only_where_an_element_refuses_or_is_barred() -> None:
    refusing = {element.id for element in PACK.elements if element.outcome is Outcome.REFUSED}
    barring = {element.id for element in PACK.elements if any(check.refuses for check in element.checks)}
    for vector in VECTORS:
        for row in vector.rows:
            if row.outcome is Outcome.REFUSED:
                assert set(row.deficient) & (refusing | barring), vector.note
            else:
                assert not set(row.deficient) & refusing, vector.note
