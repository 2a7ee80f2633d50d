"""How the element `address` judges addresses that others wrote, and real ones."""

from functools import cache

import pytest
from tests.quality.measuring import HANDS
from tests.quality.measuring_addresses import addresses_by_writer, real_addresses

COVERS = ("withhold.law.us_irc_6103_i_2.elements.subject.address", "withhold.identity.delivery")

# Every process of a test run imports this file, and one runs it: nothing is measured before a test asks.
by_writer = cache(addresses_by_writer)


def test_of_real_addresses_only_those_without_a_house_number_are_returned() -> None:
    judged = real_addresses()
    assert len(judged) >= 3_850
    assert [line for line, returned in judged if returned] == ["Biloxi Crossing", "Career Avenue", "Tyndall Drive"]


@pytest.mark.parametrize("writer", HANDS)
def test_few_addresses_of_each_writer_are_judged_wrongly(writer: str) -> None:
    deficient = [each.returned for each in by_writer()[writer] if each.deficient]
    sound = [each.returned for each in by_writer()[writer] if not each.deficient]
    assert sum(deficient) >= 0.95 * len(deficient)
    assert sum(sound) <= 0.02 * len(sound)
