"""What must hold of re-anchoring, measured on made-up texts: never drawn on other words, seldom lost.

``tests/benchmarks/reanchor.py`` measures the same on more cases and on real texts.
"""

from collections import Counter

from core import prose
from core.revision_cases import DELETED, LOOK_ALIKE, MOVED, TWENTY, Outcome, outcomes, scenes

# Not those on which the thresholds were chosen.
TEXTS = [
    (prose.ENGLISH, prose.NEWS, 201),
    (prose.ENGLISH, prose.PAPER, 202),
    (prose.GERMAN, prose.NOVEL, 203),
    (prose.RUSSIAN, prose.NEWS, 204),
    (prose.JAPANESE, prose.NOVEL, 205),
    (prose.ARABIC, prose.REFERENCE, 206),
]


def share(found: list[Outcome], verdict: str, *kinds: str) -> float:
    counted = Counter(outcome.verdict for outcome in found if not kinds or outcome.kind in kinds)
    return counted[verdict] / counted.total()


def test_marks_are_on_their_words_or_say_that_they_are_not() -> None:
    cases = [
        scene
        for language, genre, seed in TEXTS
        for scene in scenes(prose.prose(language, genre, 12_000, seed), seed, 32)
    ]

    followed = [each for scene in cases for each in outcomes(scene, with_old_text=True)]
    searched = [each for scene in cases for each in outcomes(scene, with_old_text=False)]

    assert len(followed) == len(searched) >= 2_000
    assert share(followed, "right") >= 0.99
    assert share(followed, "wrong") <= 0.001
    assert share(searched, "right") >= 0.96
    assert share(searched, "wrong") <= 0.005
    assert share(searched, "wrong", DELETED) <= 0.005
    assert share(searched, "right", MOVED) >= 0.97
    for kind in (DELETED, LOOK_ALIKE):
        assert share(followed, "wrong", kind) <= 0.005
    for kind in (TWENTY, MOVED):
        assert share(followed, "right", kind) >= 0.97
