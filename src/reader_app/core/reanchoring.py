"""Moves annotations to another text of their article: where they surely are, or not at all.

The first way that succeeds wins. The text is the same; the old text is at hand and tells what became of the
marked words, or that they were moved; the quote stands in the new text beyond doubt, or nearly so. What is
left is shown to the reader with the places that come into question, or has none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest

from reader_app.core.anchoring import describe_place, resolve
from reader_app.core.annotation import Annotation, Status, Target
from reader_app.core.article_text import ArticleText
from reader_app.core.evidence import (
    are_moved,
    is_followed,
    is_held,
    is_in_question,
    is_near,
    is_same_place,
    surest,
)
from reader_app.core.intact import Wording
from reader_app.core.quote_match import Candidate, Quote, candidates
from reader_app.core.quote_search import placed
from reader_app.core.revision import Passage, Revision
from reader_app.core.search import Match
from reader_app.core.text import SectionText
from reader_app.core.tokens import Tokens, Vocabulary

_MOST_SUGGESTIONS = 5
_NEW = 0.3  # of the tokens of a place to which a passage may have been moved

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Finding:
    """Where a passage surely is, if that is known, and where it may be, best first."""

    sure: Passage | None
    likely: Sequence[Passage] = ()

    @property
    def passages(self) -> Sequence[Passage]:
        """What is sure, else all that is likely."""
        return self.likely if self.sure is None else (self.sure,)


class Reanchoring:
    """The way from the text on which annotations are placed to another one; it is found once for all of them.

    Args:
        before: The sections of the old text; None if it is not known.
        after: The sections of the new one.
    """

    def __init__(self, before: Sequence[SectionText] | None, after: Sequence[SectionText]) -> None:
        self._before = None if before is None else ArticleText(before)
        self._after = ArticleText(after)

    def moved(self, annotation: Annotation) -> Annotation:
        """Return the annotation as it is on the new text.

        Where its place is sure it has new targets. Else it keeps the old ones: in review, with the places
        that come into question, or unplaced.
        """
        waiting = annotation.unplaced()
        targets, before = annotation.targets, self._before
        if self._is_same and before and all(_is_there(target, before) for target in targets):
            return replace(waiting, status=Status.PLACED)
        if not any(target.exact for target in targets):
            return self._with_place(waiting)
        spans = self._spans(targets)
        if spans is not None:
            return self._with(waiting, [self._followed(*span) for span in spans])
        found = placed(waiting, self._after)
        if found.status is Status.PLACED:
            return found
        whole = self._searched(targets)
        if whole.sure or len(targets) == 1:
            return self._with(waiting, [whole])
        return self._with(waiting, [self._searched([target]) for target in targets])

    @cached_property
    def _is_same(self) -> bool:
        if self._before is None:
            return False
        before = [each.chars for each in self._before.sections]
        # Pages without any text, such as scanned ones, say nothing of being the same.
        return any(before) and before == [each.chars for each in self._after.sections]

    @cached_property
    def _tokens(self) -> Tokens:
        return Tokens.of(self._after.joined, Vocabulary())

    @cached_property
    def _old_tokens(self) -> Tokens:
        old = ArticleText(()) if self._before is None else self._before
        return Tokens.of(old.joined, self._tokens.vocabulary)

    @cached_property
    def _revision(self) -> Revision:
        return Revision(self._old_tokens, self._tokens)

    def _spans(self, targets: Sequence[Target]) -> list[_Span] | None:
        """Return where the targets are in the joined old text, None unless it has them all."""
        before = self._before
        if before is None or not all(_is_there(target, before) for target in targets):
            return None
        bases = [before.offset((target.section, 0)) for target in targets]
        return [(base + each.start, base + each.end) for base, each in zip(bases, targets, strict=True)]

    def _followed(self, start: int, end: int) -> _Finding:
        """Return what became of a passage of the old text."""
        passage = self._revision.follow(start, end)
        if passage is not None and is_held(passage):
            return _Finding(passage)
        # Words that were in the old text as well are others.
        found = [
            each
            for each in candidates(Quote.in_text(self._old_tokens, start, end), self._tokens)
            if self._revision.new_share(each.passage.start, each.passage.end) >= _NEW
        ]
        if are_moved(found, passage):
            return _Finding(found[0].passage)
        if passage is not None and is_followed(passage):
            return _Finding(passage)
        rest = [passage] if passage is not None and is_near(passage) else []
        return _Finding(None, [*rest, *(each.passage for each in found if is_in_question(each))])

    def _searched(self, targets: Sequence[Target]) -> _Finding:
        """Return where a quote is of which nothing else is known."""
        exact = " ".join(target.exact for target in targets)
        written = exact, targets[0].prefix, targets[-1].suffix
        found = candidates(Quote.of(*written, self._tokens), self._tokens)
        wording, text = Wording.of(*written), self._after.joined
        intact = [wording.intact_length(text, each.passage.start, each.passage.end) for each in found]
        sure = surest(found, intact, self._distance(found[0], targets)) if found else None
        if sure:
            return _Finding(sure.passage)
        return _Finding(None, [each.passage for each in found if is_in_question(each)])

    def _distance(self, candidate: Candidate, targets: Sequence[Target]) -> float:
        """Return how far a place is from where the offsets of a quote say, as a share of the text.

        A place that was never told is as far as can be.
        """
        after, target = self._after, targets[0]
        if target.start == target.end:
            return 1.0
        section = min(target.section, len(after.sections) - 1)
        expected = after.offset((section, target.start))
        return abs(candidate.passage.start - expected) / len(after.joined)

    def _with(self, waiting: Annotation, findings: Sequence[_Finding]) -> Annotation:
        """Return the annotation with the places of its parts."""
        if all(finding.sure for finding in findings):
            targets = self._targets(passage for finding in findings for passage in finding.passages)
            return replace(waiting, targets=targets, status=Status.PLACED)
        ranks = zip_longest(*(finding.passages for finding in findings))
        suggestions = [self._targets(filter(None, parts)) for parts in ranks]
        if not suggestions:
            return waiting
        different = tuple(dict.fromkeys(suggestions))[:_MOST_SUGGESTIONS]
        return replace(waiting, status=Status.REVIEW, suggestions=different)

    def _targets(self, passages: Iterable[Passage]) -> tuple[Target, ...]:
        """Describe passages; those that touch each other are one."""
        spans: list[_Span] = []
        for start, end in sorted((each.start, each.end) for each in passages):
            if spans and start <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
            else:
                spans.append((start, end))
        text = self._after
        return tuple(each for span in spans for each in text.targets(*text.span(Match(*span))))

    def _with_place(self, waiting: Annotation) -> Annotation:
        """Return an annotation that marks no words where what stands around it is, if that is sure.

        What is drawn on an area of a page stays on a page only where that has the same text.
        """
        [target, *_] = waiting.targets
        before, after = self._before, self._after
        if before is None:
            is_there = _is_there(target, after) and bool(target.prefix or target.suffix)
            return replace(waiting, status=Status.PLACED) if is_there else waiting
        if not _is_there(target, before):
            return waiting
        if waiting.drawing is not None:
            chars = before.sections[target.section].chars
            pages = [page for page, text in enumerate(after.sections) if text.chars == chars]
            place = (pages[0], target.start) if chars and len(pages) == 1 else None
        else:
            found = self._revision.follow_place(before.offset((target.section, target.start)))
            place = after.place(found[0]) if found and is_same_place(found[1]) else None
        if place is None:
            return waiting
        section, at = place
        targets = (describe_place(after.sections[section], section, at),)
        return replace(waiting, targets=targets, status=Status.PLACED)


def _is_there(target: Target, text: ArticleText) -> bool:
    return target.section < len(text.sections) and resolve(target, text.sections[target.section]) is not None
