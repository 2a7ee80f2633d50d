"""Which settings the founding statement fixes, and whether `home.toml` agrees with it.

A setting that protects is binding. `home.toml` states it for people to read, and no edit of the file changes it. Places
are free: the register, the log's place and the URLs of the witnesses.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from withhold.casework.configuration import Configuration
from withhold.casework.instance import Instance
from withhold.casework.publication.changing_witness import STREAM as WITNESSES
from withhold.casework.publication.proving import signed_checkpoint
from withhold.casework.setting_bounds import FILE
from withhold.model.authority.founding import SETTINGS, Statement
from withhold.model.errors import Code, Unreadable
from withhold.model.occurrences import WitnessChanged


def binding_settings(configuration: Configuration) -> Mapping[str, str | int]:
    """Return the settings of SETTINGS, as a founding statement has them."""
    return {name: getattr(configuration, name) for name in SETTINGS}


def require_agreement(instance: Instance, origin: str, statement: Statement) -> None:
    """Raise Unreadable, which names the setting, if `home.toml` has another than the statement and the events since.

    `origin` is the name of the log that the statement results in.
    """
    proven: dict[str, Any] = {
        "demonstration": statement.demonstration,
        "origin": origin,
        "custodian": statement.custodian,
        "passkey_domain": statement.passkey_domain,
        "passkey_origin": statement.passkey_origin,
        "quorum": statement.quorum,
        **statement.settings,
    }
    for name, value in proven.items():
        if getattr(instance.configuration, name) != value:
            raise Unreadable(Code.SETTING_FOUNDED_OTHERWISE, file=FILE, column=name)
    stated = tuple(str(each.key) for each in instance.configuration.witnesses)
    if stated not in tuple(_witness_keys(instance, statement)):
        raise Unreadable(Code.SETTING_FOUNDED_OTHERWISE, file=FILE, column="witnesses")


def _witness_keys(instance: Instance, statement: Statement) -> Iterator[Sequence[str]]:
    """Yield the witnesses' keys that `home.toml` may have.

    They are those of the statement after all changes on the published ledger. A change is recorded before the file is
    written, so the file may also lack the last one if a command was interrupted.
    """
    size = signed_checkpoint(instance).checkpoint.size
    keys = earlier = statement.witnesses
    for stored in instance.journal.stream(WITNESSES):
        changed = instance.recorder.read_event(stored)
        if isinstance(changed, WitnessChanged) and stored.position is not None and stored.position < size:
            keys, earlier = tuple(changed.new if each == changed.old else each for each in keys), keys
    yield earlier
    yield keys
