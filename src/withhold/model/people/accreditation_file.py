"""Reading and writing the JSON form of an accreditation.

Reading is strict: a field that is missing, unknown or given twice is a fault. A fault names the field by its path, for
example ``officials[3].title``. Lists count from 0. A fault never contains the value.
"""

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from withhold.model.errors import Code, Conflict, Unreadable, WithholdError
from withhold.model.identifiers import AgencyId, PersonId, folded
from withhold.model.limits import ADDRESS, IDENTIFIER, NAME, REASON, require_text, require_texts
from withhold.model.people.accreditation import (
    CUSTODIAN_ROLES,
    Accreditation,
    Agency,
    Custodian,
    NotAccreditable,
    Official,
    Passkey,
    Signer,
    Term,
)
from withhold.model.vocabulary import Role

Part = TypeVar("Part", Signer, Official, Custodian)
CheckPasskey = Callable[[Passkey], object]
"""Raises WithholdError if its argument is not the record of a passkey."""
Made = TypeVar("Made", Agency, Signer, Official, Custodian)


def load_accreditation(path: Path, check: CheckPasskey | None = None) -> Accreditation:
    """Return the accreditation in the file at ``path``. Raises Unreadable if it cannot be read or has a fault.

    ``check`` is called with each passkey, since nothing here looks inside one. An error that it raises becomes a fault
    of that passkey's field.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Unreadable(Code.FILE_UNREADABLE, file=path.name, problem=str(error.strerror)) from error
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(Code.FILE_ENCODING, file=path.name) from error
    return parse_accreditation(text, path.name, check)


def parse_accreditation(text: str, file: str, check: CheckPasskey | None = None) -> Accreditation:
    """Return the accreditation in the JSON text. Raises Unreadable with the file name ``file``.

    ``check`` is called with each passkey, as in `load_accreditation`.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        if len(set(names)) != len(names):
            raise Unreadable(Code.FIELD_GIVEN_TWICE, file=file)
        return dict(pairs)

    try:
        document = json.loads(text, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:  # a number with thousands of digits raises a plain ValueError
        raise Unreadable(Code.FILE_NOT_JSON, file=file) from error
    top = _Fields(file, "", document, check)
    accreditation = Accreditation(
        agency=_parse_named(top.object("agency"), _agency),
        signers=_parse_all(top, "signers", _signer),
        officials=_parse_all(top, "officials", _official),
        custodians=_parse_all(top, "custodians", _custodian),
    )
    top.close()
    _require_unique_ids(accreditation, file)
    return accreditation


def dump_accreditation(accreditation: Accreditation) -> str:
    """Return the JSON text. `parse_accreditation` reads it back to an equal value."""
    document = asdict(accreditation)
    for each in (*document["signers"], *document["officials"]):
        term = each.pop("term")
        each |= {"valid_from": term["begins"], "valid_until": term["ends"]}
    return json.dumps(document, ensure_ascii=False, indent=2, default=date.isoformat) + "\n"


class _Fields:
    """The fields of one JSON object. Each is taken out once. Those that are left when it is closed are faults."""

    def __init__(self, file: str, place: str, value: object, check: CheckPasskey | None) -> None:
        self._file, self._place, self._check = file, place, check
        if not isinstance(value, dict):
            raise Unreadable(Code.FIELD_NOT_AN_OBJECT, file=file, column=place or None)
        self._left = dict(value)

    def take(self, name: str) -> Any:
        if name not in self._left:
            raise Unreadable(Code.FIELD_MISSING, file=self._file, column=self.place(name))
        return self._left.pop(name)

    def text(self, name: str, limit: int = REASON) -> str:
        value = self.take(name)
        if not isinstance(value, str):
            raise Unreadable(Code.FIELD_NOT_TEXT, file=self._file, column=self.place(name))
        try:
            require_text(name, value, limit)
        except Conflict as error:
            raise self.fault(name, error) from None
        return value

    def required(self, name: str, limit: int = IDENTIFIER) -> str:
        value = self.text(name, limit)
        if not value.strip():
            raise Unreadable(Code.FIELD_EMPTY, file=self._file, column=self.place(name))
        return value

    def flag(self, name: str) -> bool:
        value = self.take(name)
        if not isinstance(value, bool):
            raise Unreadable(Code.FIELD_NOT_A_FLAG, file=self._file, column=self.place(name))
        return value

    def day(self, name: str) -> date:
        value = self.text(name)
        with suppress(ValueError):
            day = date.fromisoformat(value)
            if day.isoformat() == value:
                return day
        raise Unreadable(Code.FIELD_NOT_A_DATE, file=self._file, column=self.place(name))

    def term(self) -> Term:
        return Term(self.day("valid_from"), self.day("valid_until"))

    def object(self, name: str) -> "_Fields":
        return _Fields(self._file, self.place(name), self.take(name), self._check)

    def objects(self, name: str) -> "list[_Fields]":
        values = self.take(name)
        if not isinstance(values, list):
            raise Unreadable(Code.FIELD_NOT_A_LIST, file=self._file, column=self.place(name))
        return [_Fields(self._file, f"{self.place(name)}[{n}]", value, self._check) for n, value in enumerate(values)]

    def passkeys(self) -> tuple[Passkey, ...]:
        passkeys = tuple(entry.everything() for entry in self.objects("passkeys"))
        try:
            require_texts(passkeys)
        except Conflict as error:
            raise self.fault("passkeys", error) from None
        for n, passkey in enumerate(passkeys):
            self._require_passkey(f"passkeys[{n}]", passkey)
        return passkeys

    def _require_passkey(self, name: str, passkey: Passkey) -> None:
        if self._check is None:
            return
        try:
            self._check(passkey)
        except WithholdError as error:
            raise self.fault(name, error) from None

    def everything(self) -> dict[str, Any]:
        return self._left

    def role(self, name: str) -> Role:
        value = self.text(name)
        if value not in CUSTODIAN_ROLES:
            raise Unreadable(
                Code.ACCREDITATION_ROLE_NOT_CUSTODIANS, file=self._file, column=self.place(name), field=name
            )
        return Role(value)

    def place(self, name: str) -> str:
        return f"{self._place}.{name}" if self._place else name

    def fault(self, name: str, error: WithholdError) -> Unreadable:
        """Return the fault that another check found in this field."""
        return Unreadable(error.code, file=self._file, row=None, column=self.place(name), **error.values)

    def close(self) -> None:
        for name in self._left:
            raise Unreadable(Code.FIELD_UNKNOWN, file=self._file, column=self.place(name))


def _parse_all(top: _Fields, name: str, parse: Callable[[_Fields], Part]) -> tuple[Part, ...]:
    return tuple(_parse_named(fields, parse) for fields in top.objects(name))


def _parse_named(fields: _Fields, parse: Callable[[_Fields], Made]) -> Made:
    """Return what ``parse`` makes of the fields. A fault in a value names its path in the file.

    A field that ``parse`` did not take is a fault.
    """
    try:
        made = parse(fields)
    except NotAccreditable as error:
        raise fields.fault(error.field, error) from None
    fields.close()
    return made


def _agency(fields: _Fields) -> Agency:
    return Agency(
        id=AgencyId(fields.required("id")),
        name=fields.required("name", NAME),
        address=fields.required("address", ADDRESS),
        safeguards_good=fields.flag("safeguards_good"),
        safeguard_note=fields.text("safeguard_note"),
    )


def _signer(fields: _Fields) -> Signer:
    return Signer(
        id=PersonId(fields.required("id")),
        name=fields.required("name", NAME),
        title=fields.required("title", NAME),
        office=fields.required("office"),
        signing_key=fields.text("signing_key"),
        passkeys=fields.passkeys(),
        term=fields.term(),
    )


def _official(fields: _Fields) -> Official:
    return Official(
        id=PersonId(fields.required("id")),
        name=fields.required("name", NAME),
        title=fields.required("title", NAME),
        address=fields.required("address", ADDRESS),
        sealing_key=fields.text("sealing_key"),
        signing_key=fields.text("signing_key"),
        passkeys=fields.passkeys(),
        term=fields.term(),
    )


def _custodian(fields: _Fields) -> Custodian:
    return Custodian(
        id=PersonId(fields.required("id")),
        name=fields.required("name", NAME),
        role=fields.role("role"),
        passkeys=fields.passkeys(),
    )


def _require_unique_ids(accreditation: Accreditation, file: str) -> None:
    """Raise Unreadable if two people, or a person and the agency, have one id.

    Events refer to a person by id, so they could not distinguish two people with one id.
    """
    people: Iterable[Signer | Official | Custodian] = (
        *accreditation.signers,
        *accreditation.officials,
        *accreditation.custodians,
    )
    ids = [person.id for person in people]
    if len(set(ids)) != len(ids):
        raise Unreadable(Code.ACCREDITATION_ID_GIVEN_TWICE, file=file, column="id")
    if folded(accreditation.agency.id) in map(folded, ids):
        raise Unreadable(Code.ACCREDITATION_ID_OF_PERSON, file=file, column="agency.id", field="id")
