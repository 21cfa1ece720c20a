"""Finds the address of an article's next page, where the page itself plainly says that there is one.

An article in several pages differs from a blog's next post in its addresses: only a number of the page
changes in them. What is linked as "next" under another address is another article.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from lxml import etree

from reader_app.core.web_address import without_trackers
from reader_app.intake.tree import text_of

_QUERY_NAMES = frozenset({"page", "pg", "pageno", "page_no", "pagenumber", "paged", "seite", "pagina", "p"})
_WORD = r"(?:page|seite|pagina|pag|part|p)"
# What stands between the address and the number: "/2", "-2", "/page/2", "_seite2", ",2".
_STEP = re.compile(rf"[-_/,.](?:{_WORD}[-_/,.]?)?([1-9]\d?)", re.IGNORECASE)
_PRESENT_STEP = re.compile(rf"[-_/,.]{_WORD}[-_/,.]?([1-9]\d?)$", re.IGNORECASE)
_SUFFIX = re.compile(r"\.(?:html?|php|aspx?|jsp|xhtml)$", re.IGNORECASE)
_NEXT = re.compile(
    r"(?:next|next page|continue(?: reading)?|weiter|nächste(?: seite)?|suivant|page suivante|siguiente|"
    r"seguinte|próxima|successiva|avanti|volgende|nästa|næste|neste|далее|下一页|下一頁|次へ|次のページ|다음)?"
    r"\s*[›»→>]*",
    re.IGNORECASE,
)
_PAGER = re.compile(r"pag(?:er|ination|inate|e-?nav|e-?num|e-?link|es\b)|\bnext\b|post-page", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|replies|disqus|respond", re.IGNORECASE)
_NEAREST = 4  # how far up the name of a pager may stand
_FEW_ARTICLES = 2


def next_page(root: etree._Element, address: str, first: str) -> str | None:
    """Return the address of the next page of the article; None if this is the last, or the only one.

    Args:
        root: The page.
        address: Of the page.
        first: Of the article's first page.
    """
    if urlsplit(first).path in ("", "/") or _is_listing(root):
        return None
    wanted = (page_number(first, address) or 1) + 1
    for target in _linked(root, wanted):
        try:
            candidate = without_trackers(urldefrag(urljoin(_base(root, address), target.strip())).url)
        except ValueError:
            continue
        if page_number(first, candidate) == wanted:
            return candidate
    return None


def page_number(first: str, address: str) -> int | None:
    """Return which page of an article an address is: 1 for the first; None if it is of no page of it."""
    try:
        one, other = urlsplit(first), urlsplit(address)
        same_place = one.hostname == other.hostname and one.port == other.port
    except ValueError:
        return None
    if not same_place or other.scheme not in ("http", "https"):
        return None
    one_query, other_query = dict(parse_qsl(one.query)), dict(parse_qsl(other.query))
    if one.path.rstrip("/") == other.path.rstrip("/"):
        if one_query == other_query:
            return _stated(one_query) or _present(one.path) or 1
        return _query_number(one_query, other_query)
    return _path_number(one.path, other.path) if one_query == other_query else None


def _query_number(one: dict[str, str], other: dict[str, str]) -> int | None:
    """Return the number of the page that only a parameter tells from the first; None if none does."""
    changed = {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
    name = changed.pop()
    # "?p=12" is the name of a post on many sites, and only "?p=2" beside it a page.
    is_page = not changed and name.lower() in _QUERY_NAMES and not (name == "p" and "p" in one)
    number = other.get(name, "1") if is_page else ""
    return int(number) if re.fullmatch(r"[1-9]\d?", number) else None


def _stated(query: dict[str, str]) -> int | None:
    numbers = (value for name, value in query.items() if name.lower() in _QUERY_NAMES - {"p"})
    return next((int(value) for value in numbers if re.fullmatch(r"[1-9]\d?", value)), None)


def _path_number(one: str, other: str) -> int | None:
    """Return the number of the page that only the path tells from the first; None if it does not."""
    stem, suffix = _divided(one)
    present = _PRESENT_STEP.search(stem)
    other_stem, other_suffix = _divided(other)
    if present is not None:
        stem = stem[: present.start()]
    if other_stem == stem and other_suffix == suffix:
        return 1
    if suffix and other_suffix != suffix:
        # "/story.html" goes on as "/story.html/2" on some sites.
        stem, suffix, other_stem = stem + suffix, "", other.rstrip("/")
    if not other_stem.startswith(stem):
        return None
    step = _STEP.fullmatch(other_stem[len(stem) :])
    return int(step[1]) if step else None


def _present(path: str) -> int | None:
    found = _PRESENT_STEP.search(_divided(path)[0])
    return int(found[1]) if found else None


def _divided(path: str) -> tuple[str, str]:
    path = path.rstrip("/")
    found = _SUFFIX.search(path)
    return (path[: found.start()], found[0]) if found else (path, "")


def _linked(root: etree._Element, wanted: int) -> Iterator[str]:
    """Yield what the page links as its next page, in whatever way."""
    for link in root.iter("link", "a"):
        if "next" in link.get("rel", "").lower().split() and not _is_of_comments(link):
            yield link.get("href", "")
    for link in root.iter("a"):
        if link.get("href") and _is_step(link, wanted) and not _is_of_comments(link):
            yield link.get("href", "")


def _is_step(link: etree._Element, wanted: int) -> bool:
    """Whether a link reads as the way to the next page: its number, or "next", in a pager."""
    text = " ".join(text_of(link).split())
    said = text or link.get("aria-label", "") or link.get("title", "")
    if said != str(wanted) and not (said and _NEXT.fullmatch(said)):
        return False
    around = [link, *link.iterancestors()][: _NEAREST + 1]
    return any(
        _PAGER.search(f"{e.get('class', '')} {e.get('id', '')} {e.get('aria-label', '')}") for e in around
    )


def _is_of_comments(link: etree._Element) -> bool:
    return _COMMENTS.search(link.get("href", "")) is not None or any(
        _COMMENTS.search(f"{e.get('class', '')} {e.get('id', '')}")
        for e in link.iterancestors()
        if e.tag not in ("body", "html")
    )


def _is_listing(root: etree._Element) -> bool:
    """Whether the page lists articles rather than being one."""
    for meta in root.iter("meta"):
        if meta.get("property", "").lower() == "og:type":
            return meta.get("content", "").strip().lower() in ("website", "blog")
    return sum(1 for _ in root.iter("article")) > _FEW_ARTICLES


def _base(root: etree._Element, address: str) -> str:
    return urljoin(address, next((base.get("href", "") for base in root.iter("base")), ""))
