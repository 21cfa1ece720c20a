"""What a single character is to words: part of one, a word of its own, a mark on the one before it.

Knows no text; what stands around a character is for ``text`` to see.
"""

import re
import unicodedata

APOSTROPHES = "'’"
JOINER = "\u200d"

# Ideographs and kana (half-width ones too), Thai, Lao, Myanmar, Khmer: words are not separated from each
# other. Each character counts as a word, which is what can be told without a dictionary.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u3190-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff"
)
_UNSPACED = re.compile(f"[{UNSPACED}]")


def is_word(char: str) -> bool:
    """Tell whether a character is a letter or digit of a word."""
    return char.isalnum() or char == "_"


def stands_alone(char: str) -> bool:
    """Tell whether a character counts as a word by itself."""
    return _UNSPACED.match(char) is not None and not extends(char)


def extends(char: str) -> bool:
    """Tell whether a character belongs to the one before it: a mark, a joiner, a color of skin."""
    if char.isascii():
        return False
    return (
        unicodedata.category(char).startswith("M")
        or char in "\u200c\u200d"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
    )
