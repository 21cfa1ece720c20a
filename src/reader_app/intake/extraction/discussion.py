"""Tells pages that are a discussion, where the replies are what people came to read."""

import re

from lxml import etree

_PROGRAMS = re.compile(
    r"phpbb|vbulletin|xenforo|discourse|mybb|simple machines|\bsmf\b|invision|vanilla|flarum|nodebb|punbb"
    r"|fluxbb|yabb",
    re.IGNORECASE,
)
_TYPES = re.compile(r"(?:DiscussionForumPosting|QAPage)\b")
_SCRIPTED = re.compile(r'"@type"\s*:\s*\[?\s*"(?:DiscussionForumPosting|QAPage)"')


def is_discussion(root: etree._Element) -> bool:
    """Whether a page says of itself that it is a thread of a forum, or questions with answers."""
    for meta in root.iter("meta"):
        if meta.get("name", "").lower() == "generator" and _PROGRAMS.search(meta.get("content", "")):
            return True
    if any(_TYPES.search(element.get("itemtype", "")) for element in root.iter()):
        return True
    return any(_SCRIPTED.search(script.text or "") for script in root.iter("script"))
