"""Flips bytes of a library at random places, does everything with it, and restores a backup, again and again.

Run it by hand: ``python tests/benchmarks/bench_damage.py [RUNS] [BYTES]``. Whatever is refused must be one
sentence; every other exception is counted as a traceback and told.
"""

import shutil
import sys
import tempfile
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from library.damage import copy_of, do_everything, flip, write_library
from reader_app.library.backups import restore_backup
from reader_app.library.library import open_library

RUNS, BYTES = 200, 100


def main() -> int:
    """Run as often as the command line says; return 1 if there was a traceback or a failed restore."""
    runs = int(sys.argv[1]) if sys.argv[1:] else RUNS
    count = int(sys.argv[2]) if sys.argv[2:] else BYTES
    first_refusals: Counter[str] = Counter()
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        sound = Path(name) / "sound"
        write_library(sound)
        backup = next((sound / "backups").iterdir())
        for seed in range(runs):
            path = copy_of(sound, Path(name) / "damaged")
            flip(path, seed, count)
            try:
                refused = do_everything(path.parent)
                first_refusals[str(refused[0]) if refused else "nothing was refused"] += 1
                bad += not _is_restored(path.parent, backup, sound)
            except Exception:
                bad += 1
                print(f"run {seed}:")
                traceback.print_exc()
        shutil.rmtree(sound)
    for sentence, times in first_refusals.most_common():
        print(f"{times:5}  {sentence}")
    print(f"{runs} runs with {count} bytes each, {bad} with a traceback or without a way back")
    return int(bad > 0)


def _is_restored(folder: Path, backup: Path, sound: Path) -> bool:
    restore_backup(folder, backup)
    with open_library(folder) as library, open_library(sound) as before:
        return (
            library.articles.list() == before.articles.list()
            and library.annotations.counts() == before.annotations.counts()
            and set(library.check()) <= {"The file of “Thrown away” is missing."}  # the trash was emptied
        )


if __name__ == "__main__":
    sys.exit(main())
