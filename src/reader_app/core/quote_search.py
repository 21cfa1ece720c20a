"""Finds the place of a quote that was taken elsewhere: from another text of the article, by another program.

Only a place beyond doubt counts: nothing is drawn on a guess. What stands around the quote must be what is
known of it. Edited words are not looked for here.
"""

from dataclasses import replace

from reader_app.core.anchoring import resolve
from reader_app.core.annotation import Annotation, Status, Target
from reader_app.core.article_text import ArticleText
from reader_app.core.folding import retype
from reader_app.core.search import CUT_QUOTE, Match
from reader_app.core.text import HYPHENS, SectionText
from reader_app.core.visible import visible_characters

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


def _is_surrounded(match: Match, prefix: str, suffix: str, text: SectionText) -> bool:
    """Tell whether what stands around a match is what should stand there, as far as that is known."""
    before = _comparable(text.quote(max(match.start - _REACH, 0), match.start))
    after = _comparable(text.quote(match.end, min(match.end + _REACH, len(text))))
    return before.endswith(_comparable(prefix)) and after.startswith(_comparable(suffix))


def _stands(target: Target, text: ArticleText) -> bool:
    """Tell whether a target is where its offsets say, with what stands around it."""
    if target.section >= len(text.sections):
        return False
    section = text.sections[target.section]
    span = resolve(target, section)
    return span is not None and _is_surrounded(Match(*span), target.prefix, target.suffix, section)


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
    sure = [match for match in matches if _is_surrounded(match, prefix, suffix, text)]
    return sure[0] if len(sure) == 1 else None


def _comparable(context: str) -> str:
    typed, _, _ = retype(visible_characters(visible_characters(context)))
    return "".join(char for char in typed if char not in HYPHENS)
