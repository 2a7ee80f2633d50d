"""A real witness: a process of its own, under gunicorn, on a free loopback port, to be stopped, killed, restarted."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path

from support.postgres import free_port
from withhold.tlog.notes.vkey import VerifierKey
from withhold.tlog.witnesses.client import Witness
from withhold.witness.opening import make_key

# As `withhold ledger witness` does, without what that program imports for its other commands.
_PROGRAM = """
import sys, time
from pathlib import Path
from withhold.tlog.notes.key_list import KeyList
from withhold.tlog.witnesses.protocol import MAX_REQUEST_BYTES
from withhold.witness.application import Application
from withhold.witness.opening import open_witness
from withhold.cli.serving import address, listen, serve

key, database, port, *logs = sys.argv[1:]
cosigner = open_witness(Path(key), Path(database), map(KeyList.parse, logs), lambda: int(time.time()))
bound = listen("127.0.0.1", int(port))
print(address(bound), flush=True)
serve(Application(cosigner), bound, "witness", largest=MAX_REQUEST_BYTES)
"""


class WitnessProcess:
    """A witness in a directory of its own: its key is made with it, its database at the first start."""

    def __init__(self, root: Path, *log_keys: VerifierKey, name: str = "witness.example/w1") -> None:
        self.root, self.log_keys = root, log_keys
        root.mkdir(parents=True, exist_ok=True)
        self.key = make_key(root / "key", name)
        self.port = free_port()
        self._process: subprocess.Popen[str] | None = None

    def twin(self) -> "WitnessProcess":
        """Another process with the same key and database, not started yet."""
        twin = copy(self)
        twin.port, twin._process = free_port(), None
        return twin

    @property
    def witness(self) -> Witness:
        """How it is asked."""
        return Witness(self.key, f"http://127.0.0.1:{self.port}")

    def start(self) -> Witness:
        """Start it, at the same port as before."""
        words = [self.root / "key", self.root / "database", self.port, *self.log_keys]
        with (self.root / "errors").open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM, *map(str, words)],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, (self.root / "errors").read_text()[-2000:]
        self.port = int(line.rsplit(":", 1)[1])
        return self.witness

    def stop(self) -> int:
        """Stop it as an operator would, and return its exit code."""
        return self._end(lambda process: process.terminate())

    def kill(self) -> None:
        """kill -9, the whole of it, at once."""
        self._end(lambda process: os.killpg(process.pid, signal.SIGKILL))

    def _end(self, act) -> int:
        process, self._process = self._process, None
        assert process is not None
        assert process.stdout is not None
        act(process)
        code = process.wait(600)
        process.stdout.close()
        return code

    @property
    def runs(self) -> bool:
        """Whether it was started and not yet ended."""
        return self._process is not None


@contextmanager
def running(process: WitnessProcess) -> Iterator[Witness]:
    """Yield the running witness. It is killed after the block if it still runs."""
    try:
        yield process.start()
    finally:
        if process.runs:
            process.kill()
