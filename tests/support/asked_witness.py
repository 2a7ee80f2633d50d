"""A web server in a witness's place, and the answers that an honest witness gives."""

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from withhold.tlog.notes.checkpoint import LogTrust
from withhold.tlog.notes.cosignature import cosign
from withhold.tlog.witnesses.protocol import Head, Refused, admit

Answer = tuple[int, bytes]


class Asked:
    """Serve the answers that a test chose, and keep each request."""

    def __init__(self, answer: Callable[[bytes], Answer | None]) -> None:
        self.bodies: list[bytes] = []
        self.paths: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None: ...

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.bodies.append(body)
                outer.paths.append(self.path)
                answered = answer(body)
                if answered is None:
                    outer.raw(self)
                    return
                self.send_response(answered[0])
                self.send_header("Content-Length", str(len(answered[1])))
                if answered[0] == 302:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(answered[1])

        self.raw: Callable[[BaseHTTPRequestHandler], None] = lambda _: None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/w1/"


class Honest:
    """A witness by the protocol's own rules, with its head in memory."""

    def __init__(self, world, size: int = 0, root: bytes | None = None) -> None:
        self.world, self.head = world, Head() if root is None else Head(size, root)
        self.time = lambda: int(time.time())

    def __call__(self, body: bytes) -> Answer:
        logs = {self.world.log.name: LogTrust((self.world.log.key(),))}
        try:
            submission = admit(body, logs, self.world.check)
            self.head = self.head.extended(submission)
        except Refused as refused:
            return refused.status, b"" if refused.known is None else f"{refused.known}\n".encode()
        text = submission.verified.note.text
        return 200, str(cosign(text, self.time(), self.world.witnesses[0], self.world.first.sign)).encode()
