"""What a signer signs of a batch: its file, its rows, and the log of the custodian for whom they are meant.

The text has seven lines: ``withhold batch v2``, ``log ORIGIN``, ``agency ID``, ``signer ID``, ``sha256 HEX``,
``rows N`` and ``root HEX``. The root is that of RFC 6962 over the rows in order, in the form of `events.signed_rows`.
"""

import re
from dataclasses import dataclass

from withhold.model.errors import Code, Unreadable
from withhold.model.identifiers import AgencyId, BatchDigest, PersonId

_HEADER = "withhold batch v2"
_LABELS = ["log", "agency", "signer", "sha256", "rows", "root", ""]
_NUMBER = re.compile(r"[1-9][0-9]{0,14}")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class BatchRows:
    """The rows of one file. ``digest`` is the hex SHA-256 of its bytes, and ``root`` the hex root over its rows."""

    digest: BatchDigest
    rows: int
    root: str


@dataclass(frozen=True, slots=True)
class BatchStatement:
    """The statement that a signer signs: my agency asks this log's custodian for exactly these rows."""

    log: str
    """The origin of the custodian's log. The signature is of no use to another custodian."""
    agency: AgencyId
    signer: PersonId
    file: BatchRows

    @property
    def digest(self) -> BatchDigest:
        """The batch's digest, which is its id."""
        return self.file.digest

    def text(self) -> str:
        """Return the signed text."""
        values = self.log, self.agency, self.signer, self.file.digest, self.file.rows, self.file.root
        lines = (f"{label} {value}\n" for label, value in zip(_LABELS, values, strict=False))
        return f"{_HEADER}\n{''.join(lines)}"


def statement_in(text: str, file: str) -> BatchStatement:
    """Return the statement that a signed text contains. Raises Unreadable, naming `file`."""
    header, *lines = text.split("\n")
    parts = [line.partition(" ") for line in lines]
    fault = Unreadable(Code.SIGNATURE_NOT_OVER_BATCH, file=file)
    if header != _HEADER or [label for label, _, _ in parts] != _LABELS:
        raise fault
    log, agency, signer, digest, rows, root, _ = (value for _, _, value in parts)
    if not (_NUMBER.fullmatch(rows) and _HASH.fullmatch(digest) and _HASH.fullmatch(root)):
        raise fault
    return BatchStatement(log, AgencyId(agency), PersonId(signer), BatchRows(BatchDigest(digest), int(rows), root))
