"""A real S3 server for tests, in its own process on a free loopback port. It keeps objects in memory."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

from support.postgres import free_port

BUCKET = "withhold-tests"


@contextmanager
def s3_server() -> Iterator[Mapping[str, str]]:
    """The environment under which boto3 finds the server."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | _KEYS)
    try:
        _await(url, server)
        yield {"AWS_ENDPOINT_URL": url, **_KEYS}
    finally:
        server.terminate()
        server.wait(600)


_KEYS = {
    "AWS_ACCESS_KEY_ID": "synthetic",
    "AWS_SECRET_ACCESS_KEY": "synthetic",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


def _await(url: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        assert server.poll() is None, "the S3 server did not start"
        try:
            urlopen(f"{url}/moto-api/data.json", timeout=600).close()
            return
        except URLError:
            time.sleep(0.1)
    raise AssertionError("the S3 server did not start in a minute")
