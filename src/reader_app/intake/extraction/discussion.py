"""Threads of forums, and questions with answers: the posts of all are what people came to read.

Such a page is a row of posts that are built alike, each with its text somewhere inside, below and
beside names, dates, ranks, buttons. The posts' texts are found by how often an element of the same make
returns; of the rest of a post, its author's name is kept.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from reader_app.intake.extraction.names import is_beside, is_foreign_run, is_post, name_of
from reader_app.intake.extraction.runs import Run
from reader_app.intake.extraction.weights import GONE, Weight
from reader_app.intake.tree import NOT_TEXT, RUNS_OF_TEXT, tag_of, text_of

_PROGRAMS = re.compile(
    r"phpbb|vbulletin|xenforo|discourse|mybb|simple machines|\bsmf\b|invision|vanilla|flarum|nodebb|punbb"
    r"|fluxbb|yabb",
    re.IGNORECASE,
)
_POWERED = re.compile(
    rf"powered by\s+(?:{_PROGRAMS.pattern})|(?:{_PROGRAMS.pattern})\s*(?:[\d.]+\s*)?[©|]", re.IGNORECASE
)
_TAIL = 3_000  # characters
_TYPES = re.compile(r"(?:DiscussionForumPosting|QAPage|schema.org/Question)\b")
_SCRIPTED = re.compile(r'"@type"\s*:\s*\[?\s*"(?:DiscussionForumPosting|QAPage)"')
_SCRIPTED_ARTICLE = re.compile(r'"@type"\s*:\s*\[?\s*"\w*(?:Article|BlogPosting|Report)"')
_NUMBER = re.compile(r"\d+")
_BOXES = frozenset({"div", "td", "article", "section", "li", "span", "dd", "tr", "table"})
_AUTHOR = re.compile(
    r"(?:^|[\s_-])(?:author|user-?name|big-?user-?name|hnuser|creator|poster|nick\w*|fn|user)(?:$|[\s_-])",
    re.IGNORECASE,
)
_FEWEST_POSTS = 3
_MOST_OF_PROSE = 0.6  # of all prose, for posts that nothing else tells to be a discussion
_SOME_OF_PROSE = 0.4
_NEARLY_ALL = 0.85
_PROSE = 25  # characters
_SENTENCE = 80  # characters
_LONGEST_NAME = 40  # characters

Make = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Thread:
    """The posts of a discussion.

    Attributes:
        texts: The elements that hold their texts, in reading order.
    """

    texts: tuple[etree._Element, ...]


def is_discussion(root: etree._Element) -> bool:
    """Whether a page says of itself that it is a thread of a forum, or questions with answers."""
    for meta in root.iter("meta"):
        if meta.get("name", "").lower() == "generator" and _PROGRAMS.search(meta.get("content", "")):
            return True
    if _POWERED.search("".join(map(str, root.itertext()))[-_TAIL:]):
        return True
    if any(_TYPES.search(element.get("itemtype", "")) for element in root.iter()):
        return True
    return any(_SCRIPTED.search(script.text or "") for script in root.iter("script"))


def says_article(root: etree._Element) -> bool:
    """Whether a page says of itself that it is an article."""
    if any(_SCRIPTED_ARTICLE.search(script.text or "") for script in root.iter("script")):
        return True
    return any(
        meta.get("property") == "og:type" and meta.get("content", "").lower() == "article"
        for meta in root.iter("meta")
    )


def find_thread(
    body: etree._Element, runs: Sequence[Run], weights: dict[etree._Element, Weight], *, is_certain: bool
) -> Thread | None:
    """Return the posts of a page; None if it has none, or they are not what it is about.

    Args:
        body: Prepared.
        runs: Of the body.
        weights: Of all its elements.
        is_certain: Whether the page says of itself that it is a discussion.
    """
    prose: dict[Make, int] = defaultdict(int)  # characters in the outermost elements of this make
    members: dict[Make, dict[etree._Element, None]] = defaultdict(dict)
    makes: dict[etree._Element, Make] = {}
    total = 0
    for run in runs:
        size = len(run.text.strip())
        if size < _PROSE or run.linked * 2 > size:
            continue
        total += size
        seen: set[Make] = set()
        for element in _with_all_above(run.owner):
            if element is body:
                break
            if tag_of(element) not in _BOXES:
                continue
            make = makes.get(element) or _make_of(element)
            makes[element] = make
            if make[1] and make not in seen:
                seen.add(make)
                prose[make] += size
                members[make][element] = None
    least = (_SOME_OF_PROSE if is_certain else _MOST_OF_PROSE) * total
    rows = [make for make, found in members.items() if len(found) >= _FEWEST_POSTS and prose[make] >= least]
    posts = [make for make in rows if is_post(make[1])]
    if not posts or (not is_certain and _has_article_beside(runs, members, posts)):
        return None
    most = max(prose[make] for make in posts)
    rows = [make for make in rows if prose[make] >= _NEARLY_ALL * most]
    make = min(rows, key=lambda make: sum(weights[element].chars for element in members[make]))
    inside = set(members[make])
    texts = [e for e in members[make] if not any(above in inside for above in e.iterancestors())]
    thread = Thread((*_opening(runs, inside), *texts))
    return thread if is_certain or _is_signed(thread) else None


def _is_signed(thread: Thread) -> bool:
    """Whether most posts have an author's name, and no headings of their own, as those of a blog have."""
    inside = set(thread.texts)
    posts = [_post_of(text, inside) for text in thread.texts]
    names = [_author_of(text, post) for text, post in zip(thread.texts, posts, strict=True)]
    titles = {
        text_of(heading)
        for post, name in zip(posts, names, strict=True)
        for heading in post.iter("h1", "h2", "h3")
        if name not in text_of(heading)
    }
    return sum(map(bool, names)) * 2 > len(names) and len(titles) * 2 < len(names)


def _opening(runs: Sequence[Run], texts: set[etree._Element]) -> list[etree._Element]:
    """Return the paragraphs above the first post: a question may be built unlike its answers."""
    found: dict[etree._Element, None] = {}
    for run in runs:
        above = _with_all_above(run.owner)
        if any(element in texts for element in above):
            break
        size = len(run.text.strip())
        if size >= _SENTENCE and run.linked * 2 <= size and not any(map(is_beside, above)):
            found[run.owner] = None
    return [owner for owner in found if not any(above in found for above in owner.iterancestors())]


def assemble(thread: Thread) -> etree._Element:
    """Return an element with the text of each post, below its author's name."""
    whole = etree.Element("div")
    inside = set(thread.texts)
    named = [(_author_of(text, _post_of(text, inside)), text) for text in thread.texts]
    for author, text in named:
        for inner in list(text.iter()):
            if inner is not text and is_foreign_run(inner) and tag_of(inner) not in NOT_TEXT:
                inner.tag = GONE
        etree.strip_elements(text, GONE, with_tail=False)
        if author:
            name = etree.SubElement(etree.SubElement(whole, "p"), "b")
            name.text = author
        text.tail = None
        if tag_of(text) in ("td", "tr", "li", "dd", "span", "table"):
            text.tag = "div"
        whole.append(text)
    return whole


def _make_of(element: etree._Element) -> Make:
    """Return what elements have in common that are built alike; its name is "" if they have none."""
    words = [word for word in element.get("class", "").split() if not _NUMBER.search(word)]
    name = element.get("id", "")
    if _NUMBER.search(name):
        words.append(_NUMBER.sub("", name))
    named = name_of(etree.Element("i", {"class": " ".join(sorted(words))})).strip()
    return tag_of(element), named


def _has_article_beside(
    runs: Sequence[Run], members: dict[Make, dict[etree._Element, None]], posts: Sequence[Make]
) -> bool:
    """Whether an ``<article>`` holds prose, and no posts."""
    inside = {above for make in posts for element in members[make] for above in _with_all_above(element)}
    prose = (run.owner for run in runs if len(run.text.strip()) >= _SENTENCE)
    return any(
        tag_of(above) == "article" and above not in inside
        for owner in prose
        for above in _with_all_above(owner)
    )


def _with_all_above(element: etree._Element) -> tuple[etree._Element, ...]:
    return (element, *element.iterancestors())


def _post_of(text: etree._Element, texts: set[etree._Element]) -> etree._Element:
    """Return the largest element that has this post's text and no other's."""
    post = text
    while (above := post.getparent()) is not None:
        if any(each in texts and each is not text for each in above.iter()):
            break
        post = above
    return post


def _author_of(text: etree._Element, post: etree._Element) -> str:
    """Return the name of a post's author; "" if none is found beside its text."""
    inside = set(text.iter())
    for element in post.iter():
        if element in inside:
            continue
        is_named = _AUTHOR.search(name_of(element)) or element.get("itemprop") == "author"
        if is_named and (tag_of(element) in RUNS_OF_TEXT or not len(element)):
            name = " ".join(text_of(element).split())
            if 0 < len(name) <= _LONGEST_NAME:
                return name
    return ""
