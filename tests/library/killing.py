"""Programs that change a library and are killed at a random moment, and what must be there afterwards."""

import json
import random
from dataclasses import dataclass
from pathlib import Path

from library.builders import run_program
from reader_app.library.library import open_library

_CHANGE_UNTIL_KILLED = """
import json, random, sys
from pathlib import Path
from library.builders import add_article, annotation_on
from reader_app.library.library import open_library

choice = random.Random(int(sys.argv[2]))

def tell(word, *about):
    sys.stdout.write(json.dumps([word, *about]) + "\\n")
    sys.stdout.flush()

library = open_library(Path(sys.argv[1]))
article = add_article(library, f"Article {sys.argv[2]}", text="some words " * 2000)
made, removed = {}, []
tell("article", article.id)
while True:
    action = choice.choice(["add", "add", "edit", "edit", "remove", "restore"])
    note = "note " * choice.randrange(200)
    if action == "add" or not made:
        annotation = annotation_on(article, start=choice.randrange(5000), note=note, tags=("t",))
        tell("begin", annotation.id, note)
        library.annotations.put(annotation)
        made[annotation.id] = annotation
    elif action == "edit":
        annotation = choice.choice(list(made.values())).changed(note=note, tags=("u", str(len(note))))
        tell("begin", annotation.id, note)
        library.annotations.put(annotation)
        made[annotation.id] = annotation
    elif action == "remove" or not removed:
        annotation = choice.choice(list(made.values()))
        tell("begin", annotation.id, None)
        library.annotations.remove(annotation.id)
        removed.append(made.pop(annotation.id))
    else:
        annotation = removed.pop()
        tell("begin", annotation.id, annotation.note)
        library.annotations.restore(annotation.id)
        made[annotation.id] = annotation
    tell("done")
"""


@dataclass(frozen=True, slots=True)
class Killed:
    """What became of a library whose program was killed.

    Attributes:
        changes: How many changes the program reported as committed.
        lost: Ids of annotations that are not as a reported change left them.
        faults: What a check of the library finds.
    """

    changes: int
    lost: list[str]
    faults: list[str]


def change_and_kill(folder: Path, seed: int) -> Killed:
    """Let a program change annotations in a loop, kill it at a random moment, and look at the library."""
    program = run_program(_CHANGE_UNTIL_KILLED, folder, seed)
    assert program.stdout is not None
    lines = [program.stdout.readline() for _ in range(1 + random.Random(seed).randrange(400))]
    program.kill()
    # Not "communicate", which does not know of what was read ahead with the lines.
    lines += program.stdout.readlines()
    errors = program.communicate()[1]
    reports = [json.loads(line) for line in lines if line.endswith("\n")]
    assert reports, errors
    assert reports[0][0] == "article"
    sure: dict[str, str | None] = {}
    for begun, done in zip(reports[1::2], reports[2::2], strict=False):
        assert (begun[0], done[0]) == ("begin", "done")
        sure[begun[1]] = begun[2]
    changes = (len(reports) - 1) // 2
    # One may have been committed and not reported.
    open_change = tuple(reports[-1][1:]) if reports[-1][0] == "begin" else None
    with open_library(folder) as library:
        faults = library.check()
        present = {each.id: each.note for each in library.annotations.of_article(reports[0][1])}
    lost = [
        each
        for each, note in sure.items()
        if present.get(each) != note and open_change != (each, present.get(each))
    ]
    unknown = present.keys() - sure.keys() - ({open_change[0]} if open_change else set())
    return Killed(changes, lost + sorted(unknown), faults)
