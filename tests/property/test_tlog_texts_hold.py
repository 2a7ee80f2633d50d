"""Texts: what is written is read back, and whatever is read is written back byte for byte."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from withhold.ledger.accounting_code import AccountingCode
from withhold.model.errors import Unreadable
from withhold.tlog.errors import Malformed
from withhold.tlog.notes.checkpoint import Checkpoint
from withhold.tlog.notes.note import Note, NoteSignature, parse_note
from withhold.tlog.receipt import Receipt
from withhold.tlog.tree.tiles import Tile, pack, unpack

COVERS = ("withhold.tlog.notes.checkpoint", "withhold.tlog.receipt")

printable = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), min_size=1, max_size=20)
names = printable.filter(lambda text: "+" not in text and not any(c.isspace() for c in text))
lines = st.builds(NoteSignature, names, st.binary(min_size=4, max_size=4), st.binary(min_size=1, max_size=80))
texts = st.lists(st.one_of(printable, st.just("")), min_size=1, max_size=4).map(lambda rows: "\n".join(rows) + "\n")
notes = st.builds(Note, texts, st.lists(lines, min_size=1, max_size=4).map(tuple))
sizes = st.integers(0, 2**63 - 1)
heads = st.builds(
    Checkpoint, printable, sizes, st.binary(min_size=32, max_size=32), st.lists(printable, max_size=2).map(tuple)
)
receipts = st.builds(
    Receipt,
    sizes,
    st.lists(st.binary(min_size=32, max_size=32), max_size=5).map(tuple),
    st.binary(max_size=50),
    st.none() | st.binary(max_size=70),
)
tiles = st.builds(Tile, st.none() | st.integers(0, 63), st.integers(0, 2**60), st.integers(1, 256))


def changed(data: st.DataObject, content: bytes) -> bytes:
    place = data.draw(st.integers(0, len(content) - 1))
    return content[:place] + data.draw(st.binary(max_size=2)) + content[place + 1 :]


@given(notes, st.data())
def test_notes(note: Note, data: st.DataObject):
    assert parse_note(note.encode()) == note
    other = changed(data, note.encode())
    with suppress(Malformed):
        assert parse_note(other).encode() == other


@given(heads, st.data())
def test_checkpoints(head: Checkpoint, data: st.DataObject):
    assert Checkpoint.parse(head.text) == head
    other = changed(data, head.text.encode()).decode(errors="replace")
    with suppress(Malformed):
        assert Checkpoint.parse(other).text == other


@given(receipts, st.data())
def test_receipts(receipt: Receipt, data: st.DataObject):
    assert Receipt.parse(receipt.encode()) == receipt
    other = changed(data, receipt.encode())
    with suppress(Malformed):
        assert Receipt.parse(other).encode() == other


@given(tiles, st.data())
def test_tile_paths(tile: Tile, data: st.DataObject):
    assert Tile.parse(tile.path) == tile
    other = changed(data, tile.path.encode()).decode(errors="replace")
    with suppress(Malformed):
        assert Tile.parse(other).path == other


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=40), st.data())
def test_bundles(entries: list[bytes], data: st.DataObject):
    packed = pack(entries)
    assert unpack(packed, len(entries)) == entries
    other = changed(data, packed)
    with suppress(Malformed):
        assert pack(unpack(other, len(entries))) == other


@given(st.integers(1970, 9999), st.binary(min_size=32, max_size=32), st.text(max_size=80))
def test_accounting_codes(year: int, key: bytes, anything: str):
    code = AccountingCode(year, key)
    assert AccountingCode.parse(code.encode()) == code
    with suppress(Unreadable):
        AccountingCode.parse(anything)
    with suppress(Unreadable):
        AccountingCode.parse(f"WH2026{anything}")
