"""Every error that withhold raises on purpose.

No message contains personal data, because a message may end up in a log.
"""

from enum import StrEnum

from withhold.messages.catalogs import text


class Code(StrEnum):
    """What went wrong, as `room.reason`. Codes are stable. The catalogs have a message for each, with its cure."""

    ACCREDITATION_AGENCY_MISSING = "accreditation.agency_missing"
    ACCREDITATION_DIFFERS = "accreditation.differs"
    ACCREDITATION_FIELD_NOT_OF_ROLE = "accreditation.field_not_of_role"
    ACCREDITATION_FIRST_STEWARD = "accreditation.first_steward"
    ACCREDITATION_ID_MALFORMED = "accreditation.id_malformed"
    ACCREDITATION_ID_OF_AGENCY = "accreditation.id_of_agency"
    ACCREDITATION_ID_OF_PERSON = "accreditation.id_of_person"
    ACCREDITATION_KEY_FOREIGN = "accreditation.key_foreign"
    ACCREDITATION_KEY_NOT_OF_ROLE = "accreditation.key_not_of_role"
    ACCREDITATION_NOT_A_DATE = "accreditation.not_a_date"
    ACCREDITATION_PASSKEY_OF_ANOTHER = "accreditation.passkey_of_another"
    ACCREDITATION_ROLE_NOT_CUSTODIANS = "accreditation.role_not_custodians"
    ACCREDITATION_ROLE_UNKNOWN = "accreditation.role_unknown"
    ACCREDITATION_SEALING_KEY_MISSING = "accreditation.sealing_key_missing"
    ACCREDITATION_TERM_MISSING = "accreditation.term_missing"
    ACCREDITATION_TERM_REVERSED = "accreditation.term_reversed"
    ACCREDITATION_TEXT_MALFORMED = "accreditation.text_malformed"
    AGENCY_ACCREDITED_ALREADY = "agency.accredited_already"
    AGENCY_SPELLED_ALIKE = "agency.spelled_alike"
    AGENCY_UNKNOWN = "agency.unknown"
    CASE_ANOTHER_RELEASE = "case.another_release"
    CASE_APPROVAL_UNFOUNDED = "case.approval_unfounded"
    CASE_BEGINS_OTHERWISE = "case.begins_otherwise"
    CASE_CANNOT_FOLLOW = "case.cannot_follow"
    CASE_DOCKETED_TWICE = "case.docketed_twice"
    CASE_DOSSIER_CHANGED = "case.dossier_changed"
    CASE_REFUSAL_UNFOUNDED = "case.refusal_unfounded"
    CASE_SAME_REVIEWER = "case.same_reviewer"
    CASE_WITHOUT_EVENTS = "case.without_events"
    CASE_WRONG_STATE = "case.wrong_state"
    DETERMINATION_ANSWERS_NOT_ALL_YES = "determination.answers_not_all_yes"
    DISPOSAL_UNKNOWN = "disposal.unknown"
    ENROLLMENT_CODE_INVALID = "enrollment.code_invalid"
    PERMISSION_DENIED = "permission.denied"
    PERSON_SPELLED_ALIKE = "person.spelled_alike"
    REASON_MISSING = "reason.missing"
    RELEASE_DETERMINATIONS_MISSING = "release.determinations_missing"
    SIGN_IN_SENT_BEFORE = "sign_in.sent_before"
    STAY_AGENCY_AMBIGUOUS = "stay.agency_ambiguous"
    STAY_AGENCY_UNKNOWN = "stay.agency_unknown"
    STAY_CASE_UNKNOWN = "stay.case_unknown"
    STAY_CONFIRM_NONE = "stay.confirm_none"
    STAY_IN_FORCE = "stay.in_force"
    STAY_NOT_AN_OFFICIAL = "stay.not_an_official"
    STAY_NOT_IN_FORCE = "stay.not_in_force"
    STAY_OFFICIAL_AMBIGUOUS = "stay.official_ambiguous"
    STAY_OFFICIAL_UNKNOWN = "stay.official_unknown"
    STAY_PERSON_NUMBER = "stay.person_number"
    STAY_SCOPE_UNKNOWN = "stay.scope_unknown"
    STAY_SECOND_PERSON = "stay.second_person"
    STAY_STOPS_NOTHING = "stay.stops_nothing"
    STAY_VALUE_IS_NUMBER = "stay.value_is_number"
    STAY_VALUE_MALFORMED = "stay.value_malformed"
    STAY_VALUE_MISSING = "stay.value_missing"
    STAY_VALUE_UNNEEDED = "stay.value_unneeded"
    TEXT_HALF_CHARACTER = "text.half_character"
    TEXT_NUL_CHARACTER = "text.nul_character"
    TEXT_TOO_LONG = "text.too_long"


class WithholdError(Exception):
    """Base of all of them. A command that is stopped by one ends with its ``exit_code`` (see docs/commands.md).

    ``values`` fill the placeholders of the code's message.
    """

    exit_code = 2

    def __init__(self, code: Code | str, **values: str | int) -> None:
        super().__init__(code)
        self.code, self.values = code, values

    def message(self, language: str = "en") -> str:
        """Return what is wrong and the cure, as sentences. Raises KeyError if the language's catalog lacks the code."""
        return text(self.code, self.values, language) if isinstance(self.code, Code) else self.code

    def __str__(self) -> str:
        return self.message()


class Fault(WithholdError):
    """A check found a fault. For example, a proof fails, or a row was altered."""

    exit_code = 1


class Unreadable(WithholdError):
    """Input that cannot be read. The message names the file, row and column. It never contains a cell.

    ``row`` counts data rows from 1, without the header. ``row`` and ``column`` are None if the fault has no row or no
    column. For example: ``batch.csv, row 3, column tin: is longer than 4,000 characters``.
    """

    exit_code = 3

    def __init__(self, file: str, reason: str, *, row: int | None = None, column: str | None = None) -> None:
        self.file, self.reason, self.row, self.column = file, reason, row, column
        place = [file]
        if row is not None:
            place.append(f"row {row}")
        if column is not None:
            place.append(f"column {column}")
        super().__init__(f"{', '.join(place)}: {reason}")


class Forbidden(WithholdError):
    """The actor may not do this here. The message does not show whether the thing exists."""

    def __init__(self, code: Code = Code.PERMISSION_DENIED) -> None:
        super().__init__(code)


class Conflict(WithholdError):
    """The command does not fit the state of a case or of the records. The message names the reason."""


class TemporarilyUnable(WithholdError):
    """Something outside the input stops the command for now, for example a full disk or a machine that does not answer.

    Nothing is lost. The message names the cause. The same command finishes the work later.
    """

    exit_code = 4
