"""Kills a program that changes annotations, again and again, and looks at what is left of the library.

Run it by hand: ``python tests/benchmarks/bench_kills.py [RUNS]``. Every run goes on with the library of the
one before, so that an odd state that one leaves behind would show in the next.
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from library.killing import change_and_kill

RUNS = 200


def main() -> int:
    """Run as often as the command line says; return 1 if anything was lost."""
    runs = int(sys.argv[1]) if sys.argv[1:] else RUNS
    start, changes, bad = time.monotonic(), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(runs):
            killed = change_and_kill(Path(folder), seed)
            changes += killed.changes
            if killed.lost or killed.faults:
                bad += 1
                print(f"run {seed}: {len(killed.lost)} lost, {killed.faults}")
        size = (Path(folder) / "library.sqlite3").stat().st_size
    seconds = time.monotonic() - start
    print(f"{runs} runs, {changes} changes reported, {bad} runs with a loss or a fault")
    print(f"{seconds:.0f} s; the library grew to {size / 1e6:.1f} MB")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
