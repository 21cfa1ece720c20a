"""Names the language of a text where its script or its commonest words leave no doubt.

Hyphenation depends on it. It says "" rather than guess: no statistics of letters, only scripts that
one language uses, and short words counted with a margin.
"""

import re
from collections import Counter

_SAMPLE = 20_000
_FEWEST_LETTERS = 40
_FEWEST_WORDS = 40
_MARGIN = 1.5
_SHARE = 0.12

_SCRIPTS = (
    ("kana", re.compile(r"[\u3041-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7a3\u1100-\u11ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]")),
    ("cyrillic", re.compile(r"[\u0400-\u04ff]")),
    ("arabic", re.compile(r"[\u0620-\u064a\u0671-\u06d3]")),
    ("he", re.compile(r"[\u05d0-\u05ea]")),
    ("el", re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")),
    ("th", re.compile(r"[\u0e01-\u0e3a]")),
    ("hi", re.compile(r"[\u0904-\u0939]")),
    ("latin", re.compile(r"[A-Za-z\u00c0-\u024f]")),
)
_WORD = re.compile(r"[^\W\d_]+")
# Words that are frequent in one of these languages and rare in the others.
_COMMON = {
    "en": "the of and to that is was for with it his as are be this have from not by which",
    "de": "der die das und ist nicht mit den von zu ein eine auf dem sich auch für wird sind im",
    "fr": "le les des et est une dans pour que qui pas sur plus ce avec au du il sont par",
    "es": "el los las y es una por con para del se su como más pero al lo fue este son",
    "it": "il di che è per una non sono della con gli nel alla dei più anche delle questo ma si",
    "pt": "o os as e é uma não do da em para com no na dos ao mais foi pelo são",
    "nl": "het een van en is dat niet op te zijn voor met die aan ook er maar wordt bij door",
}
_COMMON_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}


def guess_language(text: str) -> str:
    """Return a BCP 47 tag, or "" where the text leaves a doubt."""
    sample = text[:_SAMPLE]
    counts = {script: len(letters.findall(sample)) for script, letters in _SCRIPTS}
    total = sum(counts.values())
    if total < _FEWEST_LETTERS:
        return ""
    # Japanese writes with Chinese characters too; a tenth of kana is enough to tell.
    if counts["kana"] * 10 > counts["kana"] + counts["zh"]:
        counts["kana"], counts["zh"] = counts["kana"] + counts["zh"], 0
    script, most = max(counts.items(), key=lambda item: item[1])
    if most * 2 < total:
        return ""
    if script == "kana":
        return "ja"
    if script == "cyrillic":
        return _cyrillic(sample.lower())
    if script == "arabic":
        return _arabic(sample)
    return _by_words(sample) if script == "latin" else script


def _cyrillic(sample: str) -> str:
    ukrainian = sum(sample.count(letter) for letter in "іїєґ")
    russian = sum(sample.count(letter) for letter in "ыэъё")
    if sample.count("ў") or bool(ukrainian) == bool(russian):
        return ""  # Belarusian, Bulgarian, Serbian … or a mixture
    if ukrainian:
        return "uk"
    return "ru" if "ы" in sample else ""


def _arabic(sample: str) -> str:
    if any(letter in sample for letter in "ٹڈڑے"):
        return "ur"
    return "fa" if any(letter in sample for letter in "پچژگ") else "ar"


def _by_words(sample: str) -> str:
    words = Counter(_WORD.findall(sample.lower()))
    total = words.total()
    if total < _FEWEST_WORDS:
        return ""
    ranking = sorted(
        ((sum(words[word] for word in common), language) for language, common in _COMMON_WORDS.items()),
        reverse=True,
    )
    (most, language), (second, _) = ranking[:2]
    return language if most > total * _SHARE and most > second * _MARGIN else ""
