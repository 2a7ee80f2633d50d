"""A founding statement of nobody in particular, and changes that no statement can have."""

from dataclasses import replace
from typing import Any

from withhold.model.authority.founding import NO_WAITS, SETTINGS, WAITS, Founder, Statement
from withhold.model.identifiers import PersonId
from withhold.model.vocabulary import Role


def founder(name: str, role: Role, number: int) -> Founder:
    """A founder with two passkeys that nobody has."""
    passkeys = tuple(
        {"credential_id": f"c{number}{each}", "public_key": f"k{number}{each}", "counter": 0} for each in "ab"
    )
    return Founder(PersonId(name), f"{name} (fictional)", role, passkeys)


FOUNDERS = (
    founder("CUS-1", Role.STEWARD, 1),
    founder("CUS-2", Role.STEWARD, 2),
    founder("INS-1", Role.INSPECTOR, 3),
)


def statement(**changed: Any) -> Statement:
    """Return a statement of an instance that is no demonstration, with these changes."""
    fields: dict[str, Any] = {
        "v": 1,
        "base": "agency.example/log",
        "custodian": "Office of Tests (fictional)",
        "demonstration": False,
        "founders": FOUNDERS,
        "recovery_key": "recovery",
        "vault_key": "vault",
        "log_key": "0f" * 32,
        "witnesses": ("one", "two"),
        "quorum": 2,
        "waits": WAITS,
        "passkey_domain": "agency.example",
        "passkey_origin": "https://agency.example",
        "models": ("any",),
        "settings": {name: "a pack" if kind is str else 5 for name, kind in SETTINGS.items()},
    }
    return Statement(**{**fields, **changed})


ONE, TWO, INSPECTOR = FOUNDERS
MODELS = ("00000000-0000-0000-0000-000000000001", "ee882879-721c-4913-9775-3dfcce97072a")

REFUSED: list[tuple[str, Any]] = [
    ("v", 2),
    ("base", ""),
    ("base", "agency.example/"),
    ("base", "an agency"),
    ("base", "x" * 88),
    ("custodian", "two\nlines"),
    ("custodian", "x" * 201),
    ("founders", ()),
    ("founders", (ONE, INSPECTOR)),
    ("founders", (ONE, TWO)),
    ("founders", (ONE, replace(TWO, person=PersonId("cus-1")), INSPECTOR)),
    ("founders", (ONE, replace(TWO, person=PersonId("no id")), INSPECTOR)),
    ("founders", (ONE, replace(TWO, name=" "), INSPECTOR)),
    ("founders", (ONE, replace(TWO, name="two\nlines"), INSPECTOR)),
    ("founders", (ONE, replace(TWO, name="x" * 201), INSPECTOR)),
    ("founders", (*FOUNDERS, founder("OFF-1", Role.OFFICER, 4))),
    ("founders", (ONE, replace(TWO, passkeys=TWO.passkeys[:1]), INSPECTOR)),
    ("founders", (ONE, replace(TWO, passkeys=ONE.passkeys), INSPECTOR)),
    ("founders", (ONE, replace(TWO, passkeys=(TWO.passkeys[0], TWO.passkeys[0])), INSPECTOR)),
    ("founders", (ONE, replace(TWO, passkeys=({}, {})), INSPECTOR)),
    ("log_key", "0F" * 32),
    ("log_key", "0f" * 31),
    ("witnesses", ()),
    ("witnesses", ("one", "one")),
    ("quorum", 0),
    ("quorum", 3),
    ("quorum", -1),
    ("waits", replace(WAITS, grant_days=0)),
    ("waits", replace(WAITS, loosen_days=2)),
    ("waits", replace(WAITS, recovery_days=6)),
    ("waits", NO_WAITS),
    ("models", ()),
    ("models", ("any", MODELS[0])),
    ("models", (MODELS[1], MODELS[0])),
    ("models", (MODELS[0], MODELS[0])),
    ("models", (MODELS[1].upper(),)),
    ("settings", {}),
    ("settings", dict.fromkeys(SETTINGS, 5)),
    ("settings", {**{name: "a pack" if kind is str else 5 for name, kind in SETTINGS.items()}, "more": 1}),
]
"""Field and a value with which no statement is made."""
