"""Measures where marks are after an article changed, beside two naive ways: stored offsets, best match.

Run it by hand: ``python tests/benchmarks/reanchor.py [tune|measure] [CORPUS]``. The thresholds in
``core/evidence.py`` were chosen on the set "tune"; the gates are for the set "measure", which has other
texts and other seeds. Without the corpus both sets consist of generated texts only.
"""

import re
import sys
import time
import zipfile
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

from rapidfuzz import fuzz

sys.path.insert(0, str(Path(__file__).parents[1]))

from core import prose
from core.revision_cases import (
    KINDS,
    Outcome,
    Scene,
    judged,
    outcomes,
    scenes,
)
from reader_app.core.annotation import Status
from reader_app.core.article_text import ArticleText

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
LENGTH = 30_000
MARKS = 12
VERDICTS = ("right", "near", "wrong", "review", "unplaced")
GENERATED = {
    "tune": [
        (prose.ENGLISH, prose.NEWS, 1),
        (prose.ENGLISH, prose.PAPER, 2),
        (prose.GERMAN, prose.NEWS, 3),
        (prose.CHINESE, prose.NOVEL, 4),
        (prose.RUSSIAN, prose.REFERENCE, 5),
    ],
    "measure": [
        (prose.ENGLISH, prose.NOVEL, 101),
        (prose.ENGLISH, prose.REFERENCE, 102),
        (prose.ENGLISH, prose.PAPER, 103),
        (prose.GERMAN, prose.NOVEL, 104),
        (prose.RUSSIAN, prose.NOVEL, 105),
        (prose.RUSSIAN, prose.PAPER, 106),
        (prose.JAPANESE, prose.NEWS, 107),
        (prose.CHINESE, prose.PAPER, 108),
        (prose.ARABIC, prose.NEWS, 109),
    ],
}


def corpus_texts(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the texts of the corpus that are long enough, as paragraphs."""
    for path in sorted([*folder.glob("html/*/expected.txt"), *folder.glob("txt/*.txt")]):
        text = path.read_text(encoding="utf-8", errors="replace").replace("\f", "\n\n")
        between = "\n\n" if path.parent.name == "txt" else "\n"
        yield f"{path.parent.name}/{path.name}", [" ".join(each.split()) for each in text.split(between)]
    for path in sorted(folder.glob("epub/*.epub")):
        try:
            with zipfile.ZipFile(path) as book:
                pages = [
                    book.read(name).decode("utf-8", "replace")
                    for name in book.namelist()
                    if name.endswith("html")
                ]
        except zipfile.BadZipFile:
            continue
        blocks = re.split(r"</(?:p|h\d|li|div)>", "\n".join(pages))
        yield path.name, [" ".join(re.sub(r"<[^>]*>", "", each).split()) for each in blocks]


def texts(name: str, corpus: Path) -> Iterator[tuple[str, list[str], int]]:
    """Yield the texts of a set: what they are called, their paragraphs, a seed for each."""
    for language, genre, seed in GENERATED[name]:
        yield f"generated {seed}", prose.prose(language, genre, LENGTH, seed), seed
    for number, (called, paragraphs) in enumerate(corpus_texts(corpus)):
        kept = [each for each in paragraphs if each]
        lengths = list(accumulate(map(len, kept)))
        chosen = kept[: bisect_left(lengths, 2 * LENGTH) + 1]
        is_long = len(chosen) > 12 and lengths[len(chosen) - 1] > 3_000
        if is_long and (number % 2 == 0) == (name == "tune"):
            yield called, chosen, number + (0 if name == "tune" else 1000)


def stored_offsets(scene: Scene) -> list[Outcome]:
    """Leave every mark where it was."""
    length = sum(map(len, scene.after))
    return [
        judged(scene, mark, [mark.span], Status.PLACED if mark.span[1] <= length else Status.UNPLACED)
        for mark in scene.marks
    ]


def best_match(scene: Scene) -> list[Outcome]:
    """Put every mark where the text is most like its quote."""
    new = ArticleText(scene.after).joined.chars
    old = ArticleText(scene.before).joined.chars
    found = []
    for mark in scene.marks:
        best = fuzz.partial_ratio_alignment(old[slice(*mark.span)], new)
        span = (best.dest_start, best.dest_end) if best else (0, 0)
        found.append(judged(scene, mark, [span], Status.PLACED))
    return found


WAYS: dict[str, Callable[[Scene], list[Outcome]]] = {
    "with the old text": lambda scene: outcomes(scene, with_old_text=True),
    "without it": lambda scene: outcomes(scene, with_old_text=False),
    "stored offsets": stored_offsets,
    "best match": best_match,
}


def show(title: str, counts: dict[str, Counter[str]]) -> None:
    print(f"\n{title:<22}{'cases':>7}" + "".join(f"{verdict:>11}" for verdict in VERDICTS))
    overall: Counter[str] = Counter()
    for kind in KINDS:
        overall += counts[kind]
        line(kind, counts[kind])
    line("all", overall)


def line(kind: str, count: Counter[str]) -> None:
    total = max(count.total(), 1)
    shares = "".join(f"{count[verdict] / total:>11.2%}" for verdict in VERDICTS)
    print(f"  {kind:<20}{count.total():>7}{shares}")


def main(name: str, corpus: Path) -> None:
    counts: dict[str, dict[str, Counter[str]]] = {way: defaultdict(Counter) for way in WAYS}
    seconds: Counter[str] = Counter()
    for _, paragraphs, seed in texts(name, corpus):
        for scene in scenes(paragraphs, seed, MARKS):
            for way, run in WAYS.items():
                start = time.perf_counter()
                found = run(scene)
                seconds[way] += time.perf_counter() - start
                for outcome in found:
                    counts[way][outcome.kind][outcome.verdict] += 1
    for way in WAYS:
        show(way, counts[way])
        print(f"  {seconds[way]:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "measure", Path(sys.argv[2]) if len(sys.argv) > 2 else CORPUS)
