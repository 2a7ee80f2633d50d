"""How the records keep what patterns count over recent requests: keyed hashes of keys, and sketches of texts."""

from collections.abc import Mapping, Sequence

from withhold.events.keyring import Blind
from withhold.law.pack import Measure, RulePack
from withhold.screening.alike.sketches import sketches, text_id


def alike_patterns(pack: RulePack) -> frozenset[str]:
    """Return the names of the patterns of which texts are compared. The records keep sketches of these."""
    return frozenset(each.name for each in pack.patterns if each.recent and each.measure is Measure.ALIKE)


def pattern_keys(pack: RulePack, blind: Blind, rows: Sequence[Mapping[str, str]]) -> list[dict[str, bytes]]:
    """Return for each row pattern → keyed hash or sketch. `rows` have pattern → key or text, and "" is left out."""
    alike = alike_patterns(pack)
    found = [{p: blind.pattern(p, key) for p, key in row.items() if key and p not in alike} for row in rows]
    for pattern in sorted(alike):
        texts = list(dict.fromkeys(row[pattern] for row in rows if row.get(pattern)))
        known = dict(zip(texts, sketches(texts, blind.sketching(pattern)), strict=True))
        for keys, row in zip(found, rows, strict=True):
            if row.get(pattern):
                keys[pattern] = known[row[pattern]]
    return found


def text_in(pack: RulePack, keys: Mapping[str, bytes]) -> bytes:
    """Return the digest by which a case is found by its text. `keys` are its `pattern_keys`. Empty without a text."""
    compared = pack.compared_text
    sketch = None if compared is None else keys.get(compared.name)
    return b"" if sketch is None else text_id(sketch)
