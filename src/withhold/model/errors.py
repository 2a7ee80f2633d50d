"""Every error that withhold raises on purpose.

No message contains personal data, because a message may end up in a log.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import partial

from withhold.messages.catalogs import text


class Code(StrEnum):
    """What went wrong, as `room.reason`. Codes are stable. The catalogs have a message for each, with its cure."""

    ACCOUNTING_BUSY = "accounting.busy"
    ACCOUNTING_CONTESTED_ENOUGH = "accounting.contested_enough"
    ACCOUNTING_STATEMENT_LENGTH = "accounting.statement_length"
    ACCOUNTING_SUSPENSION_TOO_LONG = "accounting.suspension_too_long"
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
    AUDIT_FINDINGS = "audit.findings"
    BATCH_CASE_OPEN = "batch.case_open"
    BATCH_DIGEST_UNKNOWN = "batch.digest_unknown"
    BATCH_ERASED_BEFORE = "batch.erased_before"
    BATCH_KEPT_UNTIL = "batch.kept_until"
    BATCH_NO_ROWS = "batch.no_rows"
    BATCH_NOT_ON_LEDGER = "batch.not_on_ledger"
    BATCH_TOO_MANY_ROWS = "batch.too_many_rows"
    BATCH_UNKNOWN = "batch.unknown"
    CASE_ANOTHER_RELEASE = "case.another_release"
    CASE_APPROVAL_UNFOUNDED = "case.approval_unfounded"
    CASE_BEGINS_OTHERWISE = "case.begins_otherwise"
    CASE_CANNOT_FOLLOW = "case.cannot_follow"
    CASE_CHANGED_MEANWHILE = "case.changed_meanwhile"
    CASE_DOCKETED_TWICE = "case.docketed_twice"
    CASE_DOSSIER_CHANGED = "case.dossier_changed"
    CASE_REFUSAL_UNFOUNDED = "case.refusal_unfounded"
    CASE_SAME_REVIEWER = "case.same_reviewer"
    CASE_WITHOUT_EVENTS = "case.without_events"
    CASE_WRONG_STATE = "case.wrong_state"
    CELL_ERROR_OF_SPREADSHEET = "cell.error_of_spreadsheet"
    CELL_HALF_CHARACTER = "cell.half_character"
    CELL_NOT_A_STRING = "cell.not_a_string"
    CELL_NUL_CHARACTER = "cell.nul_character"
    CELL_REFERENCE_REUSED = "cell.reference_reused"
    CELL_TOO_LONG = "cell.too_long"
    CITATION_NOT_ONE = "citation.not_one"
    CITATION_TOO_LONG = "citation.too_long"
    COLUMN_GIVEN_TWICE = "column.given_twice"
    COLUMN_MISSING = "column.missing"
    COLUMN_MISSING_AND_MORE = "column.missing_and_more"
    COLUMN_NOT_TEXT = "column.not_text"
    COLUMN_UNKNOWN = "column.unknown"
    COLUMN_UNKNOWN_UNSHOWN = "column.unknown_unshown"
    DEMONSTRATION_NONE_SOUND = "demonstration.none_sound"
    DEMONSTRATION_WITNESS_NOT_STARTED = "demonstration.witness_not_started"
    DETERMINATION_ANSWERS_MISSING = "determination.answers_missing"
    DETERMINATION_ANSWERS_NOT_ALL_YES = "determination.answers_not_all_yes"
    DETERMINATION_CHOOSE = "determination.choose"
    DETERMINATION_DAILY_LIMIT = "determination.daily_limit"
    DETERMINATION_VIEW_FIRST = "determination.view_first"
    DISPOSAL_NOT_CERTIFIED = "disposal.not_certified"
    DISPOSAL_UNKNOWN = "disposal.unknown"
    ENROLLMENT_CODE_INVALID = "enrollment.code_invalid"
    ENROLLMENT_HAS_PASSKEYS = "enrollment.has_passkeys"
    ENROLLMENT_STEWARD_HAS_PASSKEYS = "enrollment.steward_has_passkeys"
    ENROLLMENT_STEWARD_ONLY = "enrollment.steward_only"
    ERASURE_NOT_PROPOSED = "erasure.not_proposed"
    ERASURE_NOT_TWO_PEOPLE = "erasure.not_two_people"
    ERASURE_PROPOSED_BEFORE = "erasure.proposed_before"
    ERASURE_SECOND_PERSON = "erasure.second_person"
    EVIDENCE_CUT_SHORT = "evidence.cut_short"
    FILE_ANOTHER_FORMAT = "file.another_format"
    FILE_ANSWER_NOT_COPIED = "file.answer_not_copied"
    FILE_CANNOT_OPEN = "file.cannot_open"
    FILE_CHANGED = "file.changed"
    FILE_DAMAGED = "file.damaged"
    FILE_DIRECTORY = "file.directory"
    FILE_EMPTY = "file.empty"
    FILE_ENCODING = "file.encoding"
    FILE_EXISTS = "file.exists"
    FILE_LINK = "file.link"
    FILE_MISSING = "file.missing"
    FILE_NAME_ENDING = "file.name_ending"
    FILE_NOT_CSV = "file.not_csv"
    FILE_NOT_REGULAR = "file.not_regular"
    FILE_NOT_TO_END = "file.not_to_end"
    FILE_NUL_BYTES = "file.nul_bytes"
    FILE_OUTPUTS_UNWRITABLE = "file.outputs_unwritable"
    FILE_UNREADABLE = "file.unreadable"
    FILE_WIDE_ENCODING = "file.wide_encoding"
    FORM_NOT_A_DATE = "form.not_a_date"
    FOUNDING_DIFFERS = "founding.differs"
    FOUNDING_NOT_COVERED = "founding.not_covered"
    FOUNDING_NOT_FIRST = "founding.not_first"
    FOUNDING_RECORD_MISSING = "founding.record_missing"
    HEADER_BLANK = "header.blank"
    HEADER_MISSING = "header.missing"
    HEADER_NOT_CSV = "header.not_csv"
    HEADER_TOO_LONG = "header.too_long"
    IDENTITY_NO_TIN = "identity.no_tin"
    IDENTITY_UNDER_WAY = "identity.under_way"
    INSTANCE_IN_USE = "instance.in_use"
    INSTANCE_NOT_A_DEMONSTRATION = "instance.not_a_demonstration"
    INSTANCE_NOT_PRIVATE = "instance.not_private"
    INSTANCE_READ_ONLY = "instance.read_only"
    INTAKE_ANOTHER_STATEMENT = "intake.another_statement"
    INTAKE_ANSWER_NOT_GIVEN = "intake.answer_not_given"
    INTAKE_ASSERTION_MISSING = "intake.assertion_missing"
    INTAKE_DIGEST_TAKEN = "intake.digest_taken"
    INTAKE_FILE_CHANGED = "intake.file_changed"
    INTAKE_FILED_AND_ERASED = "intake.filed_and_erased"
    INTAKE_FILED_BEFORE = "intake.filed_before"
    INTAKE_FILED_BEFORE_ANSWER = "intake.filed_before_answer"
    INTAKE_NOT_THE_SIGNED_FILE = "intake.not_the_signed_file"
    INTAKE_RECORDS_CHANGED = "intake.records_changed"
    INTAKE_REGISTER_SILENT = "intake.register_silent"
    INTAKE_SIGNATURE_FAILS = "intake.signature_fails"
    INTAKE_UNDER_WAY = "intake.under_way"
    KEY_ANOTHER_NAME = "key.another_name"
    KEY_OF_LOG_OR_WITNESS = "key.of_log_or_witness"
    KEY_REGISTERED_ALREADY = "key.registered_already"
    LEDGER_AHEAD_OF_RECORDS = "ledger.ahead_of_records"
    LEDGER_CHECKPOINT_DIFFERS = "ledger.checkpoint_differs"
    LEDGER_KEY_DIFFERS = "ledger.key_differs"
    LEDGER_KEY_REPLACED = "ledger.key_replaced"
    LEDGER_MOVED = "ledger.moved"
    LEDGER_NO_ENTRY = "ledger.no_entry"
    LEDGER_NOT_COSIGNED = "ledger.not_cosigned"
    LEDGER_NOT_YET = "ledger.not_yet"
    LEDGER_TILES_DIFFER = "ledger.tiles_differ"
    LINE_BLANK = "line.blank"
    LINE_NOT_JSON = "line.not_json"
    LINE_NOT_OBJECT = "line.not_object"
    LINE_QUOTE_MISPLACED = "line.quote_misplaced"
    LINE_QUOTE_OPEN = "line.quote_open"
    LINE_TOO_LONG = "line.too_long"
    MACHINE_DISK_FULL = "machine.disk_full"
    MACHINE_INTERRUPTED = "machine.interrupted"
    MACHINE_NO_SPARK = "machine.no_spark"
    MACHINE_SERVER_DISK_FULL = "machine.server_disk_full"
    PACK_ANSWERS_DIFFER = "pack.answers_differ"
    PACK_REPLACED = "pack.replaced"
    PACK_UNKNOWN = "pack.unknown"
    PASSKEY_ALGORITHM = "passkey.algorithm"
    PASSKEY_ASSERTION_MALFORMED = "passkey.assertion_malformed"
    PASSKEY_ASSERTION_NOT_TEXT = "passkey.assertion_not_text"
    PASSKEY_BACKED_UP = "passkey.backed_up"
    PASSKEY_CHALLENGE_MISSING = "passkey.challenge_missing"
    PASSKEY_COUNTER_NOT_GROWN = "passkey.counter_not_grown"
    PASSKEY_DEMONSTRATION_ONLY = "passkey.demonstration_only"
    PASSKEY_FRAMED = "passkey.framed"
    PASSKEY_ID_TOO_LONG = "passkey.id_too_long"
    PASSKEY_KEY_PROTECTS_NOTHING = "passkey.key_protects_nothing"
    PASSKEY_KEY_UNUSABLE = "passkey.key_unusable"
    PASSKEY_NONE_ALLOWED = "passkey.none_allowed"
    PASSKEY_NOT_REGISTERED = "passkey.not_registered"
    PASSKEY_NOT_SENT = "passkey.not_sent"
    PASSKEY_NOT_THIS_PERSONS = "passkey.not_this_persons"
    PASSKEY_RECORD_FIELDS = "passkey.record_fields"
    PASSKEY_RECORD_VALUES = "passkey.record_values"
    PASSKEY_REGISTERED_ALREADY = "passkey.registered_already"
    PASSKEY_REGISTRATION_EMPTY = "passkey.registration_empty"
    PASSKEY_REGISTRATION_MALFORMED = "passkey.registration_malformed"
    PASSKEY_REJECTED = "passkey.rejected"
    PASSKEY_USED_MEANWHILE = "passkey.used_meanwhile"
    PAYLOAD_ANOTHER_DAY = "payload.another_day"
    PAYLOAD_ANOTHER_KIND = "payload.another_kind"
    PAYLOAD_ANOTHER_SHAPE = "payload.another_shape"
    PAYLOAD_NOT_A_ROW = "payload.not_a_row"
    PAYLOAD_NOT_CANONICAL = "payload.not_canonical"
    PAYLOAD_NOT_JSON = "payload.not_json"
    PERMISSION_DENIED = "permission.denied"
    PERSON_ACCREDITED_ALREADY = "person.accredited_already"
    PERSON_NOT_IN_FORCE = "person.not_in_force"
    PERSON_SPELLED_ALIKE = "person.spelled_alike"
    PERSON_WITHOUT_TERM = "person.without_term"
    REASON_MISSING = "reason.missing"
    RECEIPT_EVENT_DIFFERS = "receipt.event_differs"
    RECEIPT_NOT_OF_ROW = "receipt.not_of_row"
    RECORDS_BUSY = "records.busy"
    RECORDS_CHANGED_WHILE_READ = "records.changed_while_read"
    RECORDS_COLUMN_DIFFERS = "records.column_differs"
    RECORDS_DISK_FULL = "records.disk_full"
    RECORDS_IDLE = "records.idle"
    RECORDS_ROW_DIFFERS = "records.row_differs"
    RECORDS_SLOW = "records.slow"
    RECORDS_UNREACHABLE = "records.unreachable"
    RECOVERY_OWN = "recovery.own"
    RECOVERY_SECOND_STEWARD = "recovery.second_steward"
    REGISTER_ADDRESS_UNDATED = "register.address_undated"
    REGISTER_ADDRESSES_TIE = "register.addresses_tie"
    REGISTER_ANOTHER_TIN = "register.another_tin"
    REGISTER_BUSY = "register.busy"
    REGISTER_MISSING = "register.missing"
    REGISTER_NO_THREAD = "register.no_thread"
    REGISTER_NOT_ONE_TIN = "register.not_one_tin"
    REGISTER_SILENT = "register.silent"
    REGISTER_UNAVAILABLE = "register.unavailable"
    RELEASE_DETERMINATIONS_MISSING = "release.determinations_missing"
    RELEASE_DOSSIER_DIFFERS = "release.dossier_differs"
    RELEASE_NOTHING = "release.nothing"
    RELEASE_SAFEGUARDS = "release.safeguards"
    RELEASE_SEALING_KEY_FOREIGN = "release.sealing_key_foreign"
    RELEASE_UNAVAILABLE = "release.unavailable"
    REQUEST_BATCH_TOO_LARGE = "request.batch_too_large"
    REQUEST_CORRECTED_UNREADABLE = "request.corrected_unreadable"
    REQUEST_FIELD_CONTROL_CHARACTER = "request.field_control_character"
    REQUEST_FIELD_TOO_LONG = "request.field_too_long"
    REQUEST_REFERENCE_MISSING = "request.reference_missing"
    REQUEST_REFUSED_ROW = "request.refused_row"
    ROW_CELL_COUNT = "row.cell_count"
    SEAL_ALTERED = "seal.altered"
    SEAL_ANOTHER_RECIPIENT = "seal.another_recipient"
    SEAL_BROKEN = "seal.broken"
    SEAL_CUT_SHORT = "seal.cut_short"
    SEAL_DATA_KEY_ALTERED = "seal.data_key_altered"
    SEAL_DATA_KEY_FOREIGN = "seal.data_key_foreign"
    SEAL_DATA_KEY_LOST = "seal.data_key_lost"
    SEAL_DATA_KEY_MISSING = "seal.data_key_missing"
    SEAL_ENVELOPE_VERSION = "seal.envelope_version"
    SEAL_FILE_ALTERED = "seal.file_altered"
    SEAL_FILE_VERSION = "seal.file_version"
    SEAL_SHREDDED = "seal.shredded"
    SEAL_SHREDDED_UNTOLD = "seal.shredded_untold"
    SERVING_CANNOT_LISTEN = "serving.cannot_listen"
    SIGN_IN_AGAIN = "sign_in.again"
    SIGN_IN_CLOCK_BEHIND = "sign_in.clock_behind"
    SIGN_IN_SENT_BEFORE = "sign_in.sent_before"
    SIGN_IN_TOO_LATE = "sign_in.too_late"
    SIGN_KEY_OF_ANOTHER = "sign.key_of_another"
    SIGNATURE_FAILS = "signature.fails"
    SIGNATURE_NOT_A_NOTE = "signature.not_a_note"
    SIGNATURE_NOT_OVER_BATCH = "signature.not_over_batch"
    STAY_AGENCY_AMBIGUOUS = "stay.agency_ambiguous"
    STAY_AGENCY_UNKNOWN = "stay.agency_unknown"
    STAY_BLOCKS_ERASURE = "stay.blocks_erasure"
    STAY_CASE_UNKNOWN = "stay.case_unknown"
    STAY_CONFIRM_NONE = "stay.confirm_none"
    STAY_IN_FORCE = "stay.in_force"
    STAY_NOT_AN_OFFICIAL = "stay.not_an_official"
    STAY_NOT_IN_FORCE = "stay.not_in_force"
    STAY_OFFICIAL_AMBIGUOUS = "stay.official_ambiguous"
    STAY_OFFICIAL_UNKNOWN = "stay.official_unknown"
    STAY_PERSON_NUMBER = "stay.person_number"
    STAY_PLACED_MEANWHILE = "stay.placed_meanwhile"
    STAY_SCOPE_UNKNOWN = "stay.scope_unknown"
    STAY_SECOND_PERSON = "stay.second_person"
    STAY_STOPS_NOTHING = "stay.stops_nothing"
    STAY_VALUE_IS_NUMBER = "stay.value_is_number"
    STAY_VALUE_MALFORMED = "stay.value_malformed"
    STAY_VALUE_MISSING = "stay.value_missing"
    STAY_VALUE_UNNEEDED = "stay.value_unneeded"
    STUDY_COUNTS_DIFFER = "study.counts_differ"
    STUDY_DISCLOSED_WRONGLY = "study.disclosed_wrongly"
    STUDY_EXTRA_MISSING = "study.extra_missing"
    STUDY_NO_REQUESTS = "study.no_requests"
    TEXT_HALF_CHARACTER = "text.half_character"
    TEXT_NUL_CHARACTER = "text.nul_character"
    TEXT_TOO_LONG = "text.too_long"
    UPLOAD_DOES_NOT_FOLLOW = "upload.does_not_follow"
    UPLOAD_FILED_BEFORE = "upload.filed_before"
    UPLOAD_KIND_UNKNOWN = "upload.kind_unknown"
    UPLOAD_NOT_A_NUMBER = "upload.not_a_number"
    UPLOAD_NOT_REGULAR = "upload.not_regular"
    UPLOAD_NOT_WAITING = "upload.not_waiting"
    UPLOAD_PART_CUT_SHORT = "upload.part_cut_short"
    UPLOAD_PART_MEANWHILE = "upload.part_meanwhile"
    UPLOAD_PART_SIZE = "upload.part_size"
    UPLOAD_SIGNED_ALREADY = "upload.signed_already"
    UPLOAD_SIZE = "upload.size"
    UPLOAD_TOO_MANY = "upload.too_many"
    WITNESS_ANOTHER_DATABASE = "witness.another_database"
    WITNESS_CLOCK_NOT_SET = "witness.clock_not_set"
    WITNESS_DATABASE_FAILED = "witness.database_failed"
    WITNESS_HEAD_MOVED = "witness.head_moved"
    WITNESS_KEYS_UNFIT = "witness.keys_unfit"
    WITNESS_LIST_UNFIT = "witness.list_unfit"
    WITNESS_NEW_KEY_KNOWN = "witness.new_key_known"
    WITNESS_OLD_KEY_UNKNOWN = "witness.old_key_unknown"
    WORKBOOK_CELL_ERROR = "workbook.cell_error"
    WORKBOOK_EMPTY = "workbook.empty"
    WORKBOOK_ENCRYPTED = "workbook.encrypted"
    WORKBOOK_FORMULA_WITHOUT_VALUE = "workbook.formula_without_value"
    WORKBOOK_MACROS_OR_LINKS = "workbook.macros_or_links"
    WORKBOOK_NOT_ONE = "workbook.not_one"
    WORKBOOK_PARTS_OUTSIDE = "workbook.parts_outside"
    WORKBOOK_ROW_HIDDEN = "workbook.row_hidden"
    WORKBOOK_SHEET_HIDDEN = "workbook.sheet_hidden"
    WORKBOOK_TOO_MANY_PARTS = "workbook.too_many_parts"
    WORKBOOK_TWO_SHEETS = "workbook.two_sheets"
    WORKBOOK_UNPACKS_TOO_LARGE = "workbook.unpacks_too_large"
    WORKER_RUNNING = "worker.running"


class WithholdError(Exception):
    """Base of all of them. A command that is stopped by one ends with its ``exit_code`` (see docs/commands.md).

    ``values`` fill the placeholders of the code's message.
    """

    exit_code = 2
    code: Code

    def __init__(self, code: Code, **values: str | int) -> None:
        super().__init__(code)
        self.code, self.values = code, values

    def message(self, language: str = "en") -> str:
        """Return what is wrong and the cure, as sentences. Raises KeyError if the language's catalog lacks the code."""
        return text(str(self.code), self.values, language)

    def __str__(self) -> str:
        return self.message()


class Fault(WithholdError):
    """A check found a fault. For example, a proof fails, or a row was altered."""

    exit_code = 1


class Unreadable(WithholdError):
    """Input that cannot be read. The message names the file, row and column. It never contains a cell.

    ``row`` counts data rows from 1, without the header. ``row`` and ``column`` are None if the fault has no row or no
    column. For example: ``batch.csv, row 3, column tin: The cell is longer than 4,000 characters. Shorten it.``
    """

    exit_code = 3

    def __init__(
        self, code: Code, *, file: str, row: int | None = None, column: str | None = None, **values: str | int
    ) -> None:
        super().__init__(code, **values)
        self.file, self.row, self.column = file, row, column

    def __reduce__(self) -> tuple[Callable[[], "Unreadable"], tuple[()]]:
        """Let it go from one process to another whole."""
        return partial(type(self), self.code, file=self.file, row=self.row, column=self.column, **self.values), ()

    @property
    def reason(self) -> str:
        """What is wrong and the cure, in English, without the place."""
        return super().message()

    def in_file(self, file: str) -> "Unreadable":
        """Return the same fault under another name of the file."""
        return Unreadable(self.code, file=file, row=self.row, column=self.column, **self.values)

    def message(self, language: str = "en") -> str:
        """Return the place, what is wrong there and the cure."""
        place = [self.file]
        if self.row is not None:
            place.append(text("place.row", {"row": self.row}, language))
        if self.column is not None:
            place.append(text("place.column", {"column": self.column}, language))
        return f"{', '.join(place)}: {super().message(language)}"


class InWords(Unreadable):
    """In English words, until each has a code."""

    def __init__(self, file: str, reason: str, *, row: int | None = None, column: str | None = None) -> None:
        self.file, self.words, self.row, self.column = file, reason, row, column
        place = [file]
        if row is not None:
            place.append(f"row {row}")
        if column is not None:
            place.append(f"column {column}")
        Exception.__init__(self, f"{', '.join(place)}: {reason}")
        self.code, self.values = None, {}  # type: ignore[assignment]

    @property
    def reason(self) -> str:
        """What is wrong."""
        return self.words

    def in_file(self, file: str) -> Unreadable:
        """Return the same fault under another name of the file."""
        return InWords(file, self.words, row=self.row, column=self.column)

    def __reduce__(self) -> tuple[Callable[[], Unreadable], tuple[()]]:
        """Let it go from one process to another whole."""
        return partial(type(self), self.file, self.words, row=self.row, column=self.column), ()

    def message(self, language: str = "en") -> str:
        """Return the place and what is wrong there."""
        return Exception.__str__(self)


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
