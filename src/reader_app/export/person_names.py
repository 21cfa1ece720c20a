"""Takes the names of authors apart as reference managers need them: given name, particle, family name.

A source gives a name as one text. What is no person, such as an agency, stays whole.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

# Words that people are not called.
_BODY_WORDS: Final = (
    "agency association authority bank board bureau center centre college commission committee company"
    " consortium contributors corporation council department desk editorial editors faculty federation"
    " foundation fund government group inc institute institut institution international laboratory library"
    " ltd llc magazine media ministerium ministry museum network news newspaper newsroom nations office"
    " organisation organization parliament press project publishers reporters redaktion service services"
    " society staff studio team times union universität universität université university"
    " universidad università verein wikipedia zeitung gmbh"
)
_LINKS: Final = frozenset(("of", "for", "and", "the", "&", "für", "und", "et", "pour"))
_TITLES: Final = frozenset(("dr", "prof", "professor", "mr", "mrs", "ms", "sir", "dame"))
_SUFFIXES: Final = frozenset(("jr", "sr", "ii", "iii", "iv", "phd", "md"))
_PARTICLE_WORDS: Final = (
    "a af al am auf av ben bin d' da dal de del della dello den der des di do dos du e el ibn la las le los"
    " op s' san st 't ten ter tot van vom von y zu zum zur"
)
_BODIES: Final = frozenset(_BODY_WORDS.split())
_PARTICLES: Final = frozenset(_PARTICLE_WORDS.split())
# What is written without spaces, or with the family name first.
_EASTERN: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True)
class PersonName:
    """An author's name.

    Attributes:
        family: The family name, or the whole name of what is no person.
        given: Given names or initials; "" for what is no person.
        particle: What stands before the family name and belongs to it: "van der".
        suffix: "Jr.", "III".
    """

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the name has no parts, as that of an agency."""
        return not (self.given or self.particle or self.suffix)


def person_name(text: str) -> PersonName:
    """Take a name apart; what is written "Family, Given" is taken at its word."""
    name = " ".join(text.split())
    words = name.split(" ")
    if _is_body(words):
        return PersonName(name)
    family, comma, rest = name.partition(",")
    if comma:
        return _listed(family.strip(), [part.strip() for part in rest.split(",") if part.strip()], name)
    if _EASTERN.search(name):
        return PersonName(words[0], " ".join(words[1:]))
    while len(words) > 2 and _bare(words[0]) in _TITLES:
        words = words[1:]
    if len(words) > 2 and _bare(words[-1]) in _SUFFIXES:
        return _in_order(words[:-1], words[-1])
    return _in_order(words, "")


def _listed(family: str, parts: list[str], name: str) -> PersonName:
    """Return a name that is written "Family, Given", "Family, Jr., Given" or "Given Family, Jr."."""
    if len(parts) == 1 and _bare(parts[0]) in _SUFFIXES:
        return _in_order(family.split(), parts[0])
    suffix = next((part for part in parts if _bare(part) in _SUFFIXES), "")
    given = [part for part in parts if part != suffix]
    if not family or len(given) != 1:
        return PersonName(name)
    words = family.split()
    count = _leading_particles(words)
    return PersonName(" ".join(words[count:]), given[0], " ".join(words[:count]), suffix)


def _in_order(words: list[str], suffix: str) -> PersonName:
    """Return a name that is written as it is spoken."""
    if len(words) < 2:
        return PersonName(" ".join(words), suffix=suffix)
    start = next(
        (at for at, word in enumerate(words[1:-1], start=1) if _is_particle(word)),
        0 if _is_particle(words[0]) else len(words) - 1,
    )
    count = _leading_particles(words[start:])
    return PersonName(
        family=" ".join(words[start + count :]),
        given=" ".join(words[:start]),
        particle=" ".join(words[start : start + count]),
        suffix=suffix,
    )


def _leading_particles(words: list[str]) -> int:
    """Return how many words before the last one are particles."""
    return next((at for at, word in enumerate(words[:-1]) if not _is_particle(word)), len(words) - 1)


def _is_particle(word: str) -> bool:
    return word in _PARTICLES


def _is_body(words: list[str]) -> bool:
    """Tell whether a name is that of an organization, or of a person that has one name only."""
    bare = [_bare(word) for word in words]
    has_numbers = any(unicodedata.category(char).startswith("N") for word in words for char in word)
    return (
        len(words) == 1
        or has_numbers
        or bare[0] == "the"
        or any(word in _BODIES for word in bare)
        or any(word in _LINKS for word in bare[1:-1])
        or any(char in "@/|&" for word in words for char in word)
    )


def _bare(word: str) -> str:
    return word.strip(".,()").replace(".", "").casefold()
