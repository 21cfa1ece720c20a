"""The main job without a window: save an article, mark a sentence, write the marked copy as PDF.

Speaks to the program through its command line alone, as a script of the reader's would.
"""

import json
import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from checkout import SetupError, clean_environment

_NOTE = "This is a note. In the window it stands level with the sentence it belongs to."


def do_main_job(python: Path, root: Path) -> int:
    """Save the welcome article, annotate a sentence of it and export it; again is as well.

    Raises:
        SetupError: The program could not do a step; the message is the program's own.
    """
    folder = root / "build" / "without-window"
    library = Path(os.environ.get("READER_APP_LIBRARY") or folder / "library")
    source = root / "resources" / "samples" / "welcome.txt"
    output = folder / "welcome.pdf"
    folder.mkdir(parents=True, exist_ok=True)
    program = _Program(python, library)

    [added] = program.ask("add", source)
    if added["article"] is None:
        raise SetupError(added["error"] or f"The program did not save {source}.")
    article = str(added["article"]["id"])
    print(f"Saved     {added['article']['title']!r}, {added['status']}, in {library}")

    sentence = choose_sentence(source.read_text(encoding="utf-8"))
    marks = program.ask("annotations", article)
    if not any(mark["note"] == _NOTE for mark in marks):
        program.ask("annotate", article, "--quote", sentence, "--label", "Key point", "--note", _NOTE)
    print(f"Annotated {sentence!r}, with a note")

    program.ask("export", article, "--output", output, "--format", "pdf")
    if not output.is_file():
        raise SetupError(f"The program did not write {output}.")
    print(f"Exported  {output}")
    return 0


def choose_sentence(text: str) -> str:
    """Return the first sentence of some length below the title that occurs only once."""
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    for paragraph in paragraphs[1:]:
        for match in re.finditer(r"[^.!?\s][^.!?]*[.!?](?=\s|$)", paragraph):
            sentence = match.group()
            if len(sentence) >= 40 and text.count(sentence) == 1:
                return sentence
    raise SetupError("The welcome article has no sentence to annotate.")


class _Program:
    """The program's command line on one library."""

    def __init__(self, python: Path, library: Path) -> None:
        self._python, self._library = python, library

    def ask(self, command: str, *arguments: str | Path) -> Any:  # JSON has no narrower type
        """Carry out a command and return its JSON."""
        line: Sequence[str | Path] = (self._python, "-m", "reader_app", command, *arguments)
        result = subprocess.run(
            [*line, "--json", "--library", self._library],
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if result.returncode:
            lines = result.stderr.strip().splitlines()
            said = lines[-1].removeprefix("Error: ") if lines else "it said nothing."
            raise SetupError(f"The program could not {command}: {said}")
        try:
            return json.loads(result.stdout)
        except ValueError as error:
            raise SetupError(f"The program answered {command} with something odd.") from error
