"""The lines that the pages write when something fails contain nothing of what was sent."""

import logging
import sys

import pytest

from withhold.web.middleware.failures import Failures, write_failures

COVERS = ("withhold.web.middleware.failures",)


def test_a_failure_is_written_with_its_place_and_kind_and_without_what_was_sent(
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        raise RuntimeError("Robin Example, 900-70-1001")
    except RuntimeError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "Robin %s", ("/path/Example",), sys.exc_info())
    Failures().emit(record)
    said = capsys.readouterr().err
    assert "RuntimeError at test_web_failures.py:" in said
    assert "Robin" not in said
    assert "Example" not in said


def test_a_missing_page_is_not_written_as_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    write_failures()
    logging.getLogger("django.request").warning("Not Found: %s", "/Robin")
    assert capsys.readouterr().err == ""
