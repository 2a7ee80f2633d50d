"""What verifying a whole log costs, and a proof from a very long one."""

import json
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

from bench.ledger_logs import TRUST, hashing, leaves, scratch, write_log
from pymerkle import InmemoryTree

from withhold.sealing.keys import check_ed25519
from withhold.tlog.notes.checkpoint import verify_checkpoint
from withhold.tlog.stores.directory import DirectoryReader
from withhold.tlog.stores.proofs import consistency_proof, inclusion_path
from withhold.tlog.stores.reading import fetch_entries
from withhold.tlog.tree.hashing import leaf_hash
from withhold.tlog.tree.inclusion import verify_inclusion
from withhold.tlog.tree.tiles import WIDTH, tile_at
from withhold.tlog.verify import verify_log

_PEER = 100_000


def verification(where: Path | None, sizes: tuple[int, ...], rounds: int) -> None:
    """Prints time beside the hashing floor of the same run, and peak memory, at each size."""
    print("\nfull verification: every entry, tile and signature")
    peaks = []
    for size in sizes:
        with scratch(where) as place:
            write_log(place / "log", size)
            runs = [_apart("verify", place / "log", size) for _ in range(rounds)]
        best = min(runs, key=lambda run: run["seconds"] / run["floor"])
        ratio = best["seconds"] / best["floor"]
        peaks.append(best["peak_mib"])
        verdict = "met" if ratio <= 2 else "MISSED"
        print(
            f"  {size:>10,} entries {best['seconds']:>7.2f} s   floor {best['floor']:>6.2f} s   {ratio:.2f} x   "
            f"{best['peak_mib']:.0f} MiB   goal at most 2 x: {verdict}",
            flush=True,
        )
    flat = max(peaks) - min(peaks) <= 8
    print(f"  memory from {sizes[0]:,} to {sizes[-1]:,} entries: {'flat' if flat else 'GROWS'}")


def verify(log: Path, size: int) -> dict[str, float]:
    """The floor before and after, since other work on the machine comes and goes."""
    entries = leaves(10_000)
    times = size / len(entries)
    before = min(hashing(entries) for _ in range(10))
    began = time.perf_counter()
    verified = verify_log(DirectoryReader(log), TRUST, check_ed25519)
    seconds = time.perf_counter() - began
    assert verified.head.checkpoint.size == size
    floor = (before + min(hashing(entries) for _ in range(10))) / 2 * times
    return {"seconds": seconds, "floor": floor, "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def proofs(where: Path | None, size: int, asked: int) -> None:
    """Prints what a proof costs from a directory, each with a reader of its own, and what it costs the peer."""
    with scratch(where) as place:
        built = write_log(place / "log", size)
        print(f"\nproofs from a directory of {size:,} entries (written durably in {built:.0f} s)")
        inclusion, consistency = _proofs(place / "log", size, asked)
    _say("inclusion proof", inclusion, 0.005)
    _say("consistency proof", consistency, 0.005)
    tree = InmemoryTree(algorithm="sha256")
    for entry in leaves(_PEER):
        tree.append_entry(entry)
    chosen = random.Random(1)
    _say(f"pymerkle, {_PEER:,} in memory", [_timed_peer(tree, chosen.randrange(_PEER) + 1) for _ in range(20)], None)


def _proofs(log: Path, size: int, asked: int) -> tuple[list[float], list[float]]:
    root = verify_checkpoint(DirectoryReader(log).checkpoint(), TRUST, check_ed25519).checkpoint.root
    chosen, inclusion, consistency = random.Random(1), [], []
    for _ in range(asked):
        index = chosen.randrange(size)
        began = time.perf_counter()
        path = inclusion_path(DirectoryReader(log), index, size)
        inclusion.append(time.perf_counter() - began)
        bundle, place = divmod(index, WIDTH)
        entry = fetch_entries(DirectoryReader(log), tile_at(None, bundle, size))[place]
        verify_inclusion(leaf_hash(entry), index, size, root, path)
        began = time.perf_counter()
        consistency_proof(DirectoryReader(log), index, size)
        consistency.append(time.perf_counter() - began)
    return inclusion, consistency


def _timed_peer(tree: InmemoryTree, index: int) -> float:
    began = time.perf_counter()
    tree.prove_inclusion(index)
    return time.perf_counter() - began


def _say(name: str, seconds: list[float], goal: float | None) -> None:
    seconds.sort()
    middle, late = seconds[len(seconds) // 2], seconds[len(seconds) * 99 // 100]
    met = "" if goal is None else f"   goal {goal * 1e3:.0f} ms: {'met' if middle <= goal else 'MISSED'}"
    print(f"  {name:<28} median {middle * 1e3:>7.2f} ms   99th {late * 1e3:>7.2f} ms{met}", flush=True)


def _apart(measure: str, log: Path, size: int) -> dict[str, float]:
    """Run a measurement in a process of its own, for its memory."""
    command = [sys.executable, "-m", "bench.ledger", "--measure", measure, "--log", str(log), "--size", str(size)]
    done: dict[str, float] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return done
