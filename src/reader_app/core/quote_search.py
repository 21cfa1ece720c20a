"""Finds the place of a quote that was taken elsewhere: from another text of the article, by another program.

Only a place beyond doubt counts: nothing is drawn on a guess. What stands around the quote decides where
its words stand several times, and where they are so few that they prove nothing. Edited words are not
looked for here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Self

from reader_app.core.anchoring import resolve
from reader_app.core.annotation import Annotation, Status, Target
from reader_app.core.article_text import ArticleText
from reader_app.core.folding import retype
from reader_app.core.search import CUT_QUOTE, Match
from reader_app.core.text import HYPHENS, SectionText
from reader_app.core.visible import visible_characters

# Characters beside the quote that must agree: on both sides this many, or on one side that many.
_NEAR = 12
_WIDE = 24
# What stands around a quote is at most 96 characters long; hyphens of lines are left out of it.
_REACH = 200
# What programs put around a quote that they cut, or set in quotation marks.
_FRAME = " \t\r\n\"'“”„«»‘’…[]()."


def placed(annotation: Annotation, text: ArticleText) -> Annotation:
    """Return the annotation where it belongs in a text; where that is in doubt, unplaced, as it was.

    Stored offsets hold where the quote and what stands around it are there. Else the quote is looked
    for as a whole, then part by part.
    """
    targets = annotation.targets
    if all(_stands(target, text) for target in targets):
        return replace(annotation, status=Status.PLACED)
    found = _found(annotation.quote, targets[0].prefix, targets[-1].suffix, text)
    if not found and len(targets) > 1:
        parts = [_found(each.exact, each.prefix, each.suffix, text) for each in targets]
        found = tuple(target for part in parts for target in part) if all(parts) else ()
    if not found:
        return replace(annotation, status=Status.UNPLACED)
    return replace(annotation, targets=found, status=Status.PLACED)


def moved(annotation: Annotation, texts: Sequence[SectionText]) -> Annotation:
    """Return the annotation where it belongs in another text of its article; see ``placed``."""
    return placed(annotation, ArticleText(texts))


@dataclass(frozen=True, slots=True)
class _Agreement:
    """How far what stands around a place is what should stand there.

    Attributes:
        is_whole: It is, as far as is known.
        is_close: Enough of it is, to tell this place from another.
    """

    is_whole: bool
    is_close: bool

    @classmethod
    def of(cls, match: Match, prefix: str, suffix: str, text: SectionText) -> Self:
        """Compare what stands around a match."""
        prefix, suffix = _comparable(prefix)[::-1], _comparable(suffix)
        before = _common(prefix, _comparable(text.quote(max(match.start - _REACH, 0), match.start))[::-1])
        after = _common(suffix, _comparable(text.quote(match.end, min(match.end + _REACH, len(text)))))
        is_near = before >= min(_NEAR, len(prefix)) and after >= min(_NEAR, len(suffix))
        return cls(
            is_whole=before == len(prefix) and after == len(suffix),
            is_close=is_near or max(before, after) >= _WIDE,
        )


def _stands(target: Target, text: ArticleText) -> bool:
    """Tell whether a target is where its offsets say, with what stands around it."""
    if target.section >= len(text.sections):
        return False
    section = text.sections[target.section]
    span = resolve(target, section)
    return span is not None and _Agreement.of(Match(*span), target.prefix, target.suffix, section).is_whole


def _found(quote: str, prefix: str, suffix: str, text: ArticleText) -> tuple[Target, ...]:
    """Return the targets of the one place that is meant; none where there is none, or a doubt."""
    match = _only(_matches(quote, text), prefix, suffix, text.joined)
    return text.targets(*text.span(match)) if match else ()


def _matches(quote: str, text: ArticleText) -> list[Match]:
    matches = text.index.find_quote(quote) or text.index.find_retyped_quote(quote)
    bare = quote.strip(_FRAME)
    if matches or bare == quote or len(visible_characters(bare)) < CUT_QUOTE:
        return matches
    return text.index.find_retyped_quote(bare)


def _only(matches: list[Match], prefix: str, suffix: str, text: SectionText) -> Match | None:
    agreements = [(match, _Agreement.of(match, prefix, suffix, text)) for match in matches]
    whole = [match for match, agreement in agreements if agreement.is_whole]
    close = [match for match, agreement in agreements if agreement.is_close]
    if sure := whole or close:
        return sure[0] if len(sure) == 1 else None
    is_long = len(matches) == 1 and matches[0].end - matches[0].start >= CUT_QUOTE
    return matches[0] if is_long else None


def _common(wanted: str, there: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(wanted, there, strict=False)))


def _comparable(context: str) -> str:
    typed, _, _ = retype(visible_characters(visible_characters(context)))
    return "".join(char for char in typed if char not in HYPHENS)
