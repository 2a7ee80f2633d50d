"""The code, the message and the exit code of each error of a log.

`tlog` is a library of its own. Its errors are in English words and know nothing of this product.
"""

from withhold.ledger.leaf import AnotherFormat
from withhold.model.errors import Code, Fault, TemporarilyUnable, Unreadable, WithholdError
from withhold.tlog.errors import (
    HistoryDisputed,
    LogError,
    LogInterrupted,
    LogUnavailable,
    LogUnreachable,
    Malformed,
    NotCosigned,
    NotReadable,
    ProofFails,
    QuorumMissing,
    StoreFailed,
    TileConflict,
    TileMissing,
)


def error_of_log(error: LogError) -> WithholdError:
    """Return the same error as one of withhold's, to show it to a person.

    It is TemporarilyUnable if it may pass, Unreadable if something cannot be read, and a Fault otherwise. For example,
    a proof that fails is a Fault.
    """
    problem = str(error)
    match error:  # a subclass comes before its base
        case ProofFails():
            return _fault(error)
        case LogInterrupted():
            return TemporarilyUnable(Code.LOG_INTERRUPTED, problem=problem)
        case LogUnavailable():
            return TemporarilyUnable(Code.LOG_UNAVAILABLE, problem=problem)
        case LogUnreachable():
            return Unreadable(Code.LOG_UNREACHABLE, file=error.file, problem=error.reason)
        case NotReadable():
            return Unreadable(Code.LOG_UNREADABLE, file=error.file, problem=error.reason)
        case TileConflict():
            return Fault(Code.LOG_TILE_CONFLICT, problem=problem)
        case StoreFailed():
            return Fault(Code.LOG_STORE_FAILED, problem=problem)
        case _:
            return Fault(Code.LOG_CANNOT_BE_USED, problem=problem)


def _fault(error: ProofFails) -> Fault:
    problem = str(error)
    match error:
        case TileMissing():
            return Fault(Code.LOG_TILE_MISSING, problem=problem)
        case AnotherFormat():
            return Fault(Code.LEDGER_ANOTHER_FORMAT)
        case Malformed():
            return Fault(Code.LOG_MALFORMED, problem=problem)
        case QuorumMissing():
            return Fault(Code.LOG_QUORUM_MISSING, problem=problem)
        case NotCosigned():
            return Fault(Code.LOG_NOT_COSIGNED, problem=problem)
        case HistoryDisputed():
            return Fault(Code.LOG_HISTORY_DISPUTED, problem=problem)
        case _:
            return Fault(Code.LOG_PROOF_FAILS, problem=problem)
