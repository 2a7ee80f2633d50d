"""The packs that exist, by id. A pack is loaded once, when it is first asked for."""

from collections.abc import Callable
from functools import cache
from importlib import import_module

from withhold.law.pack import RulePack
from withhold.model.errors import Code, WithholdError

_MODULES = {"us-irc-6103-i-2": "withhold.law.us_irc_6103_i_2"}


class UnknownPack(WithholdError):
    """No pack has this id."""


def packs() -> tuple[str, ...]:
    """Return the ids of all packs."""
    return tuple(_MODULES)


@cache
def pack(pack_id: str) -> RulePack:
    """Return the pack with this id. Raises UnknownPack if there is none, and Unreadable if its files are malformed."""
    if pack_id not in _MODULES:
        raise UnknownPack(Code.PACK_UNKNOWN, packs=", ".join(_MODULES))
    load: Callable[[], RulePack] = import_module(_MODULES[pack_id]).load
    return load()
