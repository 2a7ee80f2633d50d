import pytest

from withhold.tlog.errors import Malformed
from withhold.tlog.notes.canonical import from_base64, from_decimal, hash_from_base64, to_base64

COVERS = ("withhold.tlog.notes.canonical",)


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("20852163", 20852163), (str(2**63 - 1), 2**63 - 1)])
def test_numbers(text: str, number: int):
    assert from_decimal(text, "size") == number


@pytest.mark.parametrize("text", ["", "00", "01", "-1", "+1", " 1", "1 ", "1_0", "0x1", "١", "²", "9" * 20, str(2**63)])
def test_no_other_way_to_write_a_number(text: str):
    with pytest.raises(Malformed, match=r"^size: "):
        from_decimal(text, "size")


def test_base64_there_and_back():
    for length in range(40):
        data = bytes(range(length))
        assert from_base64(to_base64(data), "x") == data


@pytest.mark.parametrize("text", ["A", "AB", "ABC", "AB=C", "A-_=", "AAA=\n", " AAA=", "ÄAA=", "AAAA===="])
def test_not_base64(text: str):
    with pytest.raises(Malformed, match=r"^x: "):
        from_base64(text, "x")


def test_unused_bits_must_be_zero():
    assert from_base64("AA==", "x") == b"\0"
    with pytest.raises(Malformed, match="canonical"):
        from_base64("AB==", "x")


def test_a_hash_has_32_bytes():
    assert hash_from_base64(to_base64(bytes(32)), "root") == bytes(32)
    with pytest.raises(Malformed, match="32 bytes"):
        hash_from_base64(to_base64(bytes(31)), "root")
