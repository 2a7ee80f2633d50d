from datetime import date
from pathlib import Path
from typing import Any

import pytest

from withhold.law.tables import Section, read_table
from withhold.model.errors import Unreadable

COVERS = ("withhold.law.tables",)


def section(**values: object) -> Section:
    return Section("some.toml", values, "part")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        Unreadable, match=r"^gone\.toml: The file cannot be read \(No such file or directory\)\. Check its path"
    ):
        read_table(tmp_path / "gone.toml")


@pytest.mark.parametrize("content", [b"a = ", b"\xff\xfe", b"a = 1\na = 2\n"])
def test_a_malformed_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.toml").write_bytes(content)
    with pytest.raises(Unreadable, match=r"^bad\.toml: The file is not TOML: .*\. Correct it and try again\.$"):
        read_table(tmp_path / "bad.toml")


def test_every_kind_of_value_is_taken() -> None:
    part = section(t="text", d=date(2025, 1, 1), f=False, n=3, l=["a", "b"], s=[{"x": 1}], u={"y": "z"})
    assert part.has("t")
    assert part.text("t") == "text"
    assert not part.has("t")
    assert part.optional_day("d") == date(2025, 1, 1)
    assert part.optional_day("d") is None
    assert part.flag("f") is False
    assert part.number("n", 1, 3) == 3
    assert part.texts("l") == ("a", "b")
    (inner,) = part.sections("s")
    assert inner.number("x", 0, 1) == 1
    assert part.section("u").items() == {"y": "z"}
    part.close()


@pytest.mark.parametrize(
    ("method", "value", "extra"),
    [
        ("text", 1, ()),
        ("text", " ", ()),
        ("day", "2025-01-01", ()),
        ("flag", 1, ()),
        ("number", True, (0, 9)),
        ("number", 10, (0, 9)),
        ("number", -1, (0, 9)),
        ("texts", [], ()),
        ("texts", ["a", "a"], ()),
        ("texts", ["a", 1], ()),
        ("texts", ["a", " "], ()),
        ("texts", "a", ()),
        ("sections", [], ()),
        ("sections", [1], ()),
        ("section", 1, ()),
    ],
)
def test_a_value_of_the_wrong_form_is_named(method: str, value: Any, extra: tuple[int, ...]) -> None:
    with pytest.raises(Unreadable, match=r"^some\.toml, column (part\.)?key( 1)?: "):
        getattr(section(key=value), method)("key", *extra)


@pytest.mark.parametrize("method", ["text", "day", "flag", "texts", "sections", "section"])
def test_a_missing_key_is_named(method: str) -> None:
    with pytest.raises(Unreadable, match=r"^some\.toml, column (part\.)?key( 1)?: "):
        getattr(section(), method)("key")


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(
        Unreadable, match=r"^some\.toml, column part\.allow: A file of this kind has no such field\. Remove it\.$"
    ):
        section(skip=True, allow=1).close()
