"""Whether the part that is wrong is named in texts that others wrote."""

from functools import cache

import pytest
from tests.quality.measuring import HANDS
from tests.quality.measuring_checks import RIGHT, named_parts

from withhold.law import pack

COVERS = (
    "withhold.law.us_irc_6103_i_2.elements.matter.reason_checks",
    "withhold.law.us_irc_6103_i_2.elements.subject.line_faults",
)

# Every process of a test run imports this file, and one runs it: nothing is measured before a test asks.
found = cache(named_parts)


@pytest.mark.parametrize("kind", ["addresses", "reasons"])
@pytest.mark.parametrize("writer", HANDS)
def test_the_part_is_named_in_most_texts_of_each_writer(writer: str, kind: str) -> None:
    right = [each.right for each in found() if (each.writer, each.kind) == (writer, kind)]
    assert len(right) > 100
    assert sum(right) >= 0.8 * len(right)


def test_the_checks_that_are_right_are_those_of_the_pack() -> None:
    assert set().union(*RIGHT.values()) <= {check.id for _, check in pack("us-irc-6103-i-2").checks}
