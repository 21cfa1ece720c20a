"""Kills programs that export, at random moments, and looks at what is left in the folder.

Run it by hand: ``python tests/benchmarks/bench_export_kills.py [RUNS]``. Every format and layout takes its
turn, with one article and with several bound together. Half of the runs end the exporting child (the program
lives on), half the whole program, which only the next export to that name can clear away after.
"""

import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reader_app.errors import WorkerError
from reader_app.export.item import ExportFile
from reader_app.export.options import Format
from reader_app.worker.runner import JobRunner, run_job
from worker.killing import OLD, WAYS, is_old_or_whole, job_for, kill, rests, start, way_name

RUNS, NOTES = 200, 300


def jobs(folder: Path) -> Iterator[tuple[str, ExportFile, float]]:
    """Yield each way, its job, and how long it takes, in seconds."""
    for options in WAYS:
        for articles in (1, 3) if options.format is Format.PDF else (1,):
            name = f"{way_name(options)} of {articles}"
            place = folder / name
            place.mkdir()
            job = job_for(place, options, articles, NOTES)
            with JobRunner() as runner:
                runner.run(job)  # the child is warm then
                begin = time.monotonic()
                runner.run(job)
            yield name, job, time.monotonic() - begin


def cancel(job: ExportFile, moment: float) -> str:
    """End the child at a moment, in seconds from the begin of the job; return what is wrong then."""
    with JobRunner() as runner:
        with suppress(WorkerError):
            runner.run(_Nothing())  # the child is started, so that the moment is one of the export
        timer = threading.Timer(moment, runner.cancel)
        timer.start()
        with suppress(WorkerError):
            runner.run(job)
        timer.cancel()
    return "a rest stays" if rests(job.output.parent) else ""


def kill_program(job: ExportFile, moment: float) -> str:
    """Kill the program at a moment, in seconds from its first step; return what is wrong then."""
    program = start(job)
    assert program.stdout is not None
    program.stdout.readline()
    time.sleep(moment)
    kill(program, job.output.parent)
    if not is_old_or_whole(job):
        return "half a file"
    run_job(job)
    return "the next export leaves a rest" if rests(job.output.parent) else ""


class _Nothing:
    """A job that there is not."""


def main() -> int:
    """Run as often as the command line says; return 1 if anything was wrong."""
    runs = int(sys.argv[1]) if sys.argv[1:] else RUNS
    choice, ends, faults = random.Random(0), Counter[str](), 0
    with tempfile.TemporaryDirectory() as folder:
        ways = list(jobs(Path(folder)))
        for run in range(runs):
            name, job, seconds = ways[run % len(ways)]
            job.output.write_bytes(OLD)
            end = choice.choice((cancel, kill_program))
            fault = end(job, choice.uniform(0, 1.1 * seconds))
            if not fault and not is_old_or_whole(job):
                fault = "half a file"
            ends["the old file" if job.output.read_bytes() == OLD else "a new file"] += 1
            if fault:
                faults += 1
                print(f"run {run}, {name}, {end.__name__}: {fault}")
    print(f"{runs} runs over {len(ways)} ways, {faults} with a fault; afterwards {dict(ends)}")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
