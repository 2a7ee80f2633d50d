"""One witness of a test, its clock, and requests to it, checked by wsgiref's validator."""

import io
from pathlib import Path
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

from support.growing_log import GrowingLog
from withhold.sealing.keys import check_ed25519
from withhold.tlog.notes.key_list import KeyList
from withhold.tlog.notes.vkey import VerifierKey
from withhold.tlog.witnesses.protocol import parse_cosignature
from withhold.witness.application import Application
from withhold.witness.opening import make_key, open_witness

NAME = "witness.example/w1"


class Answered:
    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = int(status.split(" ")[0]), dict(headers), body


class Served:
    """One witness, its clock, and requests to it."""

    def __init__(self, root: Path, *keys: VerifierKey) -> None:
        self.root, self.now = root, 1_700_000_000
        if not (root / "key").exists():
            make_key(root / "key", NAME)
        self.cosigner = open_witness(root / "key", root / "database", map(KeyList, keys), lambda: self.now)
        self.application = Application(self.cosigner)

    def call(self, method: str, path: str, body: bytes = b"", **changed: str) -> Answered:
        environ: dict = {"REQUEST_METHOD": method, "PATH_INFO": path, "SCRIPT_NAME": "", "QUERY_STRING": ""}
        environ |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body), **changed}
        setup_testing_defaults(environ)
        # The validator takes no environment that a server could not make; the application has to take any.
        application = self.application if changed or not path else validator(self.application)
        started: list = []
        answer = application(environ, lambda status, headers, _exc=None: started.extend((status, headers)))
        content = b"".join(answer)
        if application is not self.application:
            answer.close()
        return Answered(*started, content)

    def post(self, body: bytes, **changed: str) -> Answered:
        return self.call("POST", "/add-checkpoint", body, **changed)

    def stated_time(self, log: GrowingLog, size: int, answered: Answered) -> int:
        line = parse_cosignature(answered.body, log.note(size), self.cosigner.key, check_ed25519)
        return int.from_bytes(line.signature[:8], "big")
