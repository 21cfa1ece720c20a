"""Programs that export and are killed at some moment, and what must be there afterwards."""

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pymupdf

from export.passages import article, marked
from export.sample_pdfs import write_book
from reader_app.core.annotation import DEFAULT_LABELS
from reader_app.export.item import ExportFile, ExportItem
from reader_app.export.options import ExportOptions, Format, Layout
from worker.children import is_alive

OLD = b"what was there before"
WAYS = [
    *(ExportOptions(format=Format.PDF, layout=layout) for layout in Layout),
    *(ExportOptions(format=each) for each in Format if each is not Format.PDF),
]
_PATIENCE = 60.0
_PROGRAM = """
import pickle, sys
from reader_app.worker.runner import run_job

job = pickle.load(sys.stdin.buffer)
run_job(job, progress=lambda progress: print(progress.done, flush=True))
print("done", flush=True)
"""


def way_name(options: ExportOptions) -> str:
    return options.layout if options.format is Format.PDF else options.format


def job_for(folder: Path, options: ExportOptions, articles: int = 1, notes: int = 3) -> ExportFile:
    """Write sources, and an older file at the place of the output."""
    items = []
    for number in range(articles):
        source = write_book(folder / f"source{number}.pdf")
        annotations = tuple(
            marked(source, f"Chapter {each % 3 + 1} tells", note=f"Note {each}") for each in range(notes)
        )
        items.append(ExportItem(source=source, article=article(source), annotations=annotations))
    output = folder / "out" / f"output{options.format.suffix}"
    output.parent.mkdir(exist_ok=True)
    output.write_bytes(OLD)
    return ExportFile(tuple(items), DEFAULT_LABELS, output, options)


def start(job: ExportFile) -> "subprocess.Popen[bytes]":
    """Start a program that exports in a child and tells of each step."""
    program = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert program.stdin is not None
    program.stdin.write(pickle.dumps(job))
    program.stdin.close()
    return program


def kill(program: "subprocess.Popen[bytes]", folder: Path) -> None:
    """Kill a program, with which its child ends; wait until nobody writes any more."""
    program.kill()
    program.wait()
    assert program.stdout is not None
    program.stdout.close()
    end = time.monotonic() + _PATIENCE
    while any(is_alive(int(rest.name.split(".")[-2])) for rest in rests(folder)):
        assert time.monotonic() < end, "the child outlives its program"
        time.sleep(0.01)  # between two looks


def rests(folder: Path) -> Sequence[Path]:
    return [path for path in folder.iterdir() if path.suffix == ".part"]


def is_old_or_whole(job: ExportFile) -> bool:
    """Tell whether the output is the older file, or a new one that nothing lacks."""
    content = job.output.read_bytes()
    if content == OLD:
        return True
    if job.options.format is not Format.PDF:
        return b"Note 2" in content or job.options.format in (Format.BIBTEX, Format.CSL_JSON)
    with pymupdf.open(job.output, filetype="pdf") as pdf:
        names = {name for page in pdf for name in page.annot_names()}
        annotations = {each.id for item in job.items for each in item.annotations}
        return not pdf.is_repaired and annotations <= names
