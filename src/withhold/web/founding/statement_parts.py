"""The founding statement in words, for its founders to read. Every field of it is shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from withhold.model.authority.founding import ANY_MODEL, Founder, Statement
from withhold.sealing.passkey_record import RegisteredPasskey

_SETTINGS = {
    "pack": "Rule pack",
    "reviews_per_day": "Cases that one reviewer decides in a day, at most",
    "docket_days": "Days of review that may wait on the docket",
    "attempts_per_person": "Questions to the register about one person, at most",
    "attempts_per_official": "Questions to the register for one official, at most",
    "attempts_window_days": "Days in which these questions are counted",
    "disposal_days": "Days after the hand-over by which disposal must be certified",
    "retention_years": "Years for which what was recorded is kept",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, and under it names with their values."""

    title: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def statement_parts(statement: Statement) -> tuple[Part, ...]:
    """Return the parts of the statement, in the order in which they are read."""
    kind = "A demonstration, with synthetic people" if statement.demonstration else "An instance for real requests"
    passkeys = "any model" if statement.models == (ANY_MODEL,) else ", ".join(statement.models)
    return (
        Part(
            "What is founded",
            (
                ("Kind", (kind,)),
                ("Custodian", (statement.custodian or "no name",)),
                ("Name of the log", (f"{statement.base}/ and the first 32 digits below",)),
                ("Version of the statement", (str(statement.v),)),
            ),
        ),
        Part("Founders", tuple(_of_founder(each) for each in statement.founders)),
        Part(
            "Keys",
            (
                ("Log", (statement.log_key,)),
                ("Vault, which signs releases", (statement.vault_key,)),
                ("Recovery, printed and kept outside the office", (statement.recovery_key,)),
            ),
        ),
        Part(
            "Witnesses",
            (
                *((f"Witness {number}", (key,)) for number, key in enumerate(statement.witnesses, 1)),
                ("How many must cosign", (f"{statement.quorum} of {len(statement.witnesses)}",)),
            ),
        ),
        Part(
            "Waits",
            (
                ("Before a grant is in force", (_days(statement.waits.grant_days),)),
                ("Before a setting becomes looser", (_days(statement.waits.loosen_days),)),
                ("Before a recovery is in force", (_days(statement.waits.recovery_days),)),
            ),
        ),
        Part(
            "Passkeys",
            (
                ("Domain", (statement.passkey_domain,)),
                ("Address of the pages", (statement.passkey_origin,)),
                ("Allowed authenticators", (passkeys,)),
            ),
        ),
        Part(
            "Settings",
            tuple((_SETTINGS[name], (str(statement.settings[name]),)) for name in _SETTINGS),
        ),
    )


def _of_founder(founder: Founder) -> tuple[str, tuple[str, ...]]:
    return f"{founder.name} ({founder.person}), {founder.role.value}", tuple(_of_passkeys(founder))


def _of_passkeys(founder: Founder) -> Iterator[str]:
    for number, record in enumerate(founder.passkeys, 1):
        passkey = RegisteredPasskey.from_record(record)
        yield f"Passkey {number}: model {passkey.model}, key {passkey.ids[0][:24]}"


def _days(count: int) -> str:
    return "none" if not count else f"{count} day" if count == 1 else f"{count} days"
