"""The pages under load: PostgreSQL with many cases and events, many people at once, mixing their jobs.

    python -m bench.pages [--cases 100000] [--events 2000000] [--people 50] [--seconds 60]

A demonstration is made on a PostgreSQL server of its own, and its tables are filled up with what no page opens but each
page must look past: cases in final states, and events of theirs. The floor, in the same run and on the same server,
is a bare Django view without a template or a query. Prints for each page p50 and p95 beside the floor's, and how many
queries it takes. Then prints what the docket costs with 1,000 cases and with all.
"""

import argparse
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode, urlsplit

import psycopg

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support.postgres import new_database, postgres_server

BARE = "/bare"


@dataclass(frozen=True)
class Job:
    """The requests of one role, in order. They are POST if there is a form."""

    role: str
    asks: tuple[tuple[str, str], ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=2_000_000)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="withhold-pages-") as place, postgres_server() as server:
        url = new_database(server, f"withhold_{uuid.uuid4().hex}")
        home = Path(place) / "home"
        environment = {**os.environ, "DATABASE_URL": url}
        words = [sys.executable, "-m", "withhold.cli", "demo", "--home", str(home), "--rows", "3000"]
        subprocess.run(words, check=True, capture_output=True, env=environment)
        fill(url, 1_000, 20_000)
        with served(home, environment) as address:
            few = docket_alone(address)
        began = time.perf_counter()
        fill(url, asked.cases, asked.events)
        print(f"filled to {asked.cases:,} cases and {asked.events:,} events in {time.perf_counter() - began:.0f} s")
        with served(home, environment) as address:
            many = docket_alone(address)
            measure(address, asked.people, asked.seconds, url)
        print(
            f"\ndocket alone: p50 {few * 1000:.1f} ms with 1,000 cases, {many * 1000:.1f} ms with {asked.cases:,}: "
            f"{many / few:.2f} x"
        )


_CASES = """
INSERT INTO records_caseindex (case_id, state, version, agency, official, signer, batch, row, request_ref, subject,
  matter, keys, purpose, received_at, docketed_at, retrieved_at)
SELECT 'f' || lpad(n::text, 15, '0') || '-1', (ARRAY['refused', 'disposed', 'not_confirmed'])[1 + mod(n, 3)], 9,
  'AGY-FILLER-' || mod(n, 40), 'OFF-FILLER-' || mod(n, 4000), 'SGN-FILLER-' || mod(n, 80), md5(n::text), n, n::text,
  sha256(n::text::bytea), sha256(('m' || n)::bytea), '{}', 'investigation', now() - n * interval '30 seconds',
  now() - n * interval '30 seconds', NULL
FROM generate_series(%s::bigint, %s::bigint) n"""
_EVENTS = """
WITH made AS (
  INSERT INTO records_event (stream, version, kind, recorded_at, actor, role, payload, opening, leaf, tag)
  SELECT 'case/f' || lpad((n / 20)::text, 15, '0') || '-1', mod(n, 20) + 1, 13 + mod(n, 12),
    now() - interval '60 days' - n * interval '1 second', 'REV-FILLER-' || mod(n, 60), 'disclosure_officer',
    decode(repeat(md5(n::text), 20), 'hex'), decode(repeat(md5(n::text), 4), 'hex'),
    substring(decode(repeat(md5(n::text), 5), 'hex') for 70), sha256(n::text::bytea)
  FROM generate_series(%s::bigint, %s::bigint) n RETURNING id)
INSERT INTO records_entry (event_id, first) SELECT id, -id FROM made"""


def fill(url: str, cases: int, events: int) -> None:
    """Add cases and events until there are that many, and let the database update its statistics."""
    with psycopg.connect(url, autocommit=True) as connection:
        for table, statement, wanted in (("caseindex", _CASES, cases), ("event", _EVENTS, events)):
            (have,) = connection.execute(f"SELECT count(*) FROM records_{table}").fetchone()
            connection.execute(statement, [have, max(have, wanted) - 1])
        connection.execute("VACUUM ANALYZE")


@contextmanager
def served(home: Path, environment: dict[str, str]) -> Iterator[str]:
    words = [sys.executable, "-m", "bench.page_server", str(home)]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
            process.wait(30)


class Visitor:
    """One person's browser, as far as time is concerned."""

    def __init__(self, address: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
        self._cookies: dict[str, str] = {}
        self._token = ""

    def become(self, role: str) -> str:
        """Sign in as a person of the tour, and return who that is."""
        body = self.ask("GET", "/tour")[1]
        part = body.partition(f"<h2>{role}</h2>")[2]
        who = re.search(r"/tour/become/([A-Za-z0-9-]+)", part)[1]
        self.ask("POST", f"/tour/become/{who}")
        self.ask("GET", "/account")
        return who

    def ask(self, method: str, path: str, **form: str) -> tuple[int, str, int, float]:
        """Status, body, queries and seconds."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items()), "Sec-Fetch-Mode": "navigate"}
        body = None
        if method == "POST":
            body = urlencode({"csrfmiddlewaretoken": self._token, **form})
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        began = time.perf_counter()
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        took = time.perf_counter() - began
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self._cookies[key] = rest.partition(";")[0]
        if found := re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text):
            self._token = found[1]
        return answer.status, text, int(answer.headers.get("X-Queries", "0")), took


def docket_alone(address: str) -> float:
    """Return the seconds that the docket takes without other requests, as the median of many."""
    officer = Visitor(address)
    officer.become("Disclosure officer")
    for _ in range(5):
        officer.ask("GET", "/review")
    return statistics.median(officer.ask("GET", "/review")[3] for _ in range(50))


def jobs(url: str) -> list[Job]:
    """What each role does, on cases that are there."""
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT case_id, official FROM records_caseindex WHERE state='under_review' LIMIT 50")
        cases = [case for case, _ in rows.fetchall()]
        batch = connection.execute("SELECT digest FROM records_batch LIMIT 1").fetchone()[0]
    return [
        Job("", (("GET", "/"), ("GET", "/ledger"), ("GET", "/report"), ("GET", "/en/accounting"))),
        Job(
            "Signer",
            (
                ("GET", "/agency"),
                ("GET", "/agency/request"),
                ("POST", "/agency/request/check"),
                ("GET", f"/agency/batches/{batch}"),
                ("GET", f"/agency/cases/{cases[0]}"),
            ),
        ),
        Job("Named official", (("GET", "/agency"), ("GET", "/account"))),
        Job("Disclosure officer", (("GET", "/review"), ("GET", "/review/cases/*"), ("GET", "/review/decided"))),
        Job("Disclosure counsel", (("GET", "/review"), ("GET", "/review/cases/*"), ("GET", "/stays"))),
        Job(
            "Inspector",
            (("GET", "/oversight"), ("GET", "/oversight/cases"), ("GET", "/oversight/cases/*"), ("GET", "/contests")),
        ),
        Job("Steward", (("GET", "/steward"), ("GET", "/steward/people"))),
    ], cases


def measure(address: str, people: int, seconds: int, url: str) -> None:
    """Let that many people work at once, and print what each page took."""
    works, cases = jobs(url)
    visitors = [Visitor(address) for _ in range(people)]
    assigned = [works[number % len(works)] for number in range(people)]
    for visitor, job in zip(visitors, assigned, strict=True):
        if job.role:
            visitor.become(job.role)
        else:
            visitor.ask("GET", "/en/accounting")
    taken: dict[str, list[float]] = defaultdict(list)
    queries: dict[str, int] = defaultdict(int)
    wrong: dict[str, int] = defaultdict(int)
    until = time.monotonic() + seconds

    def work(visitor: Visitor, job: Job, seed: int) -> None:
        draw = random.Random(seed)
        while time.monotonic() < until:
            for method, path in (*job.asks, ("GET", BARE)):
                exact = path.replace("*", draw.choice(cases))
                status, _, count, took = visitor.ask(method, exact)
                name = re.sub(r"[0-9a-f]{64}|[0-9a-f]{16}-\d+", "*", path)
                taken[name].append(took)
                queries[name] = max(queries[name], count)
                if status != 200:
                    wrong[f"{name} {status}"] += 1

    threads = [Thread(target=work, args=(v, j, n)) for n, (v, j) in enumerate(zip(visitors, assigned, strict=True))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    report(taken, queries, wrong, people, seconds)


def report(
    taken: dict[str, list[float]], queries: dict[str, int], wrong: dict[str, int], people: int, seconds: int
) -> None:
    floor50, floor95 = at(taken[BARE], 0.5), at(taken[BARE], 0.95)
    total = sum(map(len, taken.values()))
    print(f"{people} people at once for {seconds} s: {total:,} answers, {total / seconds:.0f} a second")
    print(f"{'page':<28}{'answers':>8}{'p50 ms':>9}{'p95 ms':>9}{'x bare':>8}{'queries':>9}")
    for name, times in sorted(taken.items(), key=lambda item: at(item[1], 0.95)):
        p50, p95 = at(times, 0.5) * 1000, at(times, 0.95) * 1000
        print(f"{name:<28}{len(times):>8}{p50:>9.1f}{p95:>9.1f}{p95 / floor95 / 1000:>8.2f}{queries[name]:>9}")
    print(f"bare: p50 {floor50 * 1000:.1f} ms, p95 {floor95 * 1000:.1f} ms; other than 200: {json.dumps(wrong)}")


def at(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


if __name__ == "__main__":
    main()
