"""Finds where a quote may stand in a text, though its words were edited: by the rare words in and around it.

Each place is compared as a small revision of its own: the quote with what stood around it is the old
text. How sure a place is of being the one that is meant is not decided here.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import log

from reader_app.core.revision import Passage, Revision
from reader_app.core.tokens import Tokens

# Places at which words of the quote are looked up, and those that are compared.
_MOST_LOOKUPS = 2_000
_MOST_WINDOWS = 10
_BUCKET = 8
_AROUND = 16  # tokens on each side of a passage whose text is known
# Which share of the votes of the best place another needs, to be compared.
_ENOUGH_VOTES = 0.3
# What stands around a quote counts as much as so many characters of it, at most.
_CONTEXT_WEIGHT = 64


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote and what stands around it, in a row.

    Attributes:
        tokens: Of the text before, the quote and the text after.
        start: Where the quote starts, in visible characters of that row.
        end: Where it ends.
    """

    tokens: Tokens
    start: int
    end: int

    @classmethod
    def of(cls, exact: str, prefix: str, suffix: str, text: Tokens) -> "Quote":
        """Return a quote of which only its words are known, to be found in a text."""
        row = [Tokens.of_quote(each, text.vocabulary) for each in (prefix, exact, suffix)]
        lengths = [each.length(0, len(each)) for each in row]
        return cls(row[0].joined(row[1:]), lengths[0], lengths[0] + lengths[1])

    @classmethod
    def in_text(cls, text: Tokens, start: int, end: int) -> "Quote":
        """Return a passage of a text, to be found in another."""
        first, last = text.covering(start, end)
        return cls(text.part(max(first - _AROUND, 0), min(last + _AROUND, len(text))), start, end)

    @property
    def length(self) -> int:
        """Visible characters of the quote."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a quote may stand.

    Attributes:
        passage: The place.
        length: Visible characters of the quote.
        verbatim: How like the quote the passage is: 1 is to the letter.
        context: Which share of what stood around the quote stands around the passage; 0 if it is not known.
        kept: Which share of the tokens of the quote and around it is there. The outermost ones count only
            if they are: what is known of a text may begin and end inside a word.
        side: The same of what stood on one side of the quote, the one of which less is there.
        score: How like the passage is with what stands around it.
        evidence: How many characters say so.
    """

    passage: Passage
    length: int
    verbatim: float
    context: float
    kept: float
    side: float
    score: float
    evidence: float


def candidates(quote: Quote, text: Tokens) -> list[Candidate]:
    """Return the places where a quote may stand, best first; they do not overlap."""
    found = (_compared(quote, text, at) for at in _windows(quote, text))
    ranked = sorted((each for each in found if each is not None), key=_rank)
    apart: list[Candidate] = []
    for candidate in ranked:
        if all(_is_apart(candidate.passage, other.passage) for other in apart):
            apart.append(candidate)
    return apart


def _rank(candidate: Candidate) -> tuple[float, int]:
    return -candidate.score, candidate.passage.start


def _is_apart(one: Passage, other: Passage) -> bool:
    return one.end <= other.start or other.end <= one.start


def _windows(quote: Quote, text: Tokens) -> Iterator[int]:
    """Yield the tokens of the text at which the row of the quote may begin, the most likely first."""
    votes: defaultdict[int, float] = defaultdict(float)
    known = [
        (len(text.places[number]), at)
        for at, number in enumerate(quote.tokens.numbers)
        if number in text.places
    ]
    first, last = quote.tokens.covering(quote.start, quote.end)
    lookups = 0
    for count, at in sorted(known):
        lookups += count
        if votes and lookups > _MOST_LOOKUPS:
            break
        weight = log(1 + len(text) / count)
        if not first <= at < last:
            weight /= 2
        for place in text.places[quote.tokens.numbers[at]][:_MOST_LOOKUPS]:
            votes[(place - at) // _BUCKET] += weight
    # What was put in before a word moves it to the next bucket.
    both = {bucket: count + votes.get(bucket + 1, 0.0) for bucket, count in votes.items()}
    ranked = sorted(both, key=lambda bucket: (-both[bucket], bucket))
    for bucket in ranked[:_MOST_WINDOWS]:
        if both[bucket] >= _ENOUGH_VOTES * both[ranked[0]]:
            yield bucket * _BUCKET


def _compared(quote: Quote, text: Tokens, at: int) -> Candidate | None:
    margin = _BUCKET + len(quote.tokens) // 4
    window = text.part(max(at - margin, 0), min(at + len(quote.tokens) + margin + _BUCKET, len(text)))
    revision = Revision(quote.tokens, window)
    passage = revision.follow(quote.start, quote.end)
    if passage is None:
        return None
    verbatim = passage.verbatim
    first, last = quote.tokens.covering(quote.start, quote.end)
    sides = (0, first), (last, len(quote.tokens))
    around = sum(quote.tokens.length(*side) for side in sides)
    context = sum(revision.kept_length(*side) for side in sides) / around if around else 0.0
    end = len(quote.tokens)
    known = int(first > 0 and not revision.kept_count(0, 1))
    known_end = end - int(last < end and not revision.kept_count(end - 1, end))
    length, weight = quote.length, min(around, _CONTEXT_WEIGHT)
    return Candidate(
        passage=passage,
        length=length,
        verbatim=verbatim,
        context=context,
        kept=_kept_share(revision, known, known_end),
        side=min(_kept_share(revision, known, first), _kept_share(revision, last, known_end)),
        score=(length * verbatim + weight * context) / (length + weight),
        evidence=length * verbatim + weight * context,
    )


def _kept_share(revision: Revision, first: int, last: int) -> float:
    return revision.kept_count(first, last) / (last - first) if first < last else 1.0
