"""What an HTML page says of itself: title, authors, site, address, date, language.

For each, the sources are asked in the order that was right most often on real pages. It does not
change the page.
"""

import json
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

from lxml import etree

from reader_app.core.article import Metadata
from reader_app.document.clean import safe_link
from reader_app.intake.date_guess import guess_date
from reader_app.intake.extraction.runs import words_of
from reader_app.intake.language import guess_language
from reader_app.intake.outcome import is_address, one_line, title_from_name
from reader_app.intake.tree import prose_of, text_of
from reader_app.intake.values import date_or_nothing, language_or_nothing

_SAVED_FROM = re.compile(r"<!--.{0,80}?(?:url:\s*|saved from url=\(\d+\))(https?://[^\s>]+)", re.S)
_HEAD = 10_000
_BYLINE_CLASS = re.compile(r"(?:^|[\s_-])(?:byline|author)(?:[\s_-]?name)?(?:$|\s)", re.IGNORECASE)
_BY = re.compile(
    r"^(?:(?:posted|written|words|published)\s+)?(?:by|von|par|por|di|author:?)\s+", re.IGNORECASE
)
_AND = re.compile(r"\s*(?:;|\s(?:and|und|et|y)\s|&)\s*")
_MOST_NAMES = 4
_MARKS = " |·•–—:-»«_"
_BETWEEN = re.compile(r"\s+[|·•–—:»«-]+\s+|\s*[|_]\s*")
_WRAPPING = re.compile(r"^\s*(?:<!\[CDATA\[|<!--)|(?:\]\]>|-->)\s*$")  # around JSON-LD
_LONGEST_NAME = 80
_MOST_NODES = 2_000

Node = dict[str, object]


def metadata_of(root: etree._Element, markup: str, name: str) -> Metadata:
    """Return what the page says of itself.

    Args:
        root: The page.
        markup: Its text, for the comment that a saved page carries.
        name: The file name or address it was taken from.
    """
    meta = _meta(root)
    nodes = _linked_data(root)
    url = _address(root, meta, markup, name)
    site = _site(meta, nodes, url)
    published = _published(root, meta, nodes)
    guessed = "" if published else guess_date(root)
    return Metadata(
        title=_title(root, meta, nodes, site) or title_from_name(name),
        authors=_authors(root, meta, nodes),
        site=site,
        url=url,
        published=published or guessed,
        language=_language(root, meta),
        is_date_guessed=bool(guessed),
    )


def _meta(root: etree._Element) -> dict[str, str]:
    """Return the first content of each ``<meta>``, by its name in small letters."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = one_line(element.get("content", ""), limit=1_000)
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _linked_data(root: etree._Element) -> list[Node]:
    """Return the JSON-LD objects of the page, nested ones included."""
    nodes: list[Node] = []
    for script in root.iter("script"):
        if script.get("type", "").strip().lower() != "application/ld+json":
            continue
        try:
            stated: object = json.loads(_WRAPPING.sub("", script.text or ""), strict=False)
        except (ValueError, RecursionError):
            continue  # broken JSON-LD is common, and the page has other sources
        nodes += _objects(stated)
    return nodes


def _objects(stated: object) -> Iterator[Node]:
    queue = [stated]
    for _ in range(_MOST_NODES):
        if not queue:
            return
        thing = queue.pop(0)
        if isinstance(thing, dict):
            yield thing
            queue += thing.values()
        elif isinstance(thing, list):
            queue += thing


def _title(root: etree._Element, meta: dict[str, str], nodes: list[Node], site: str) -> str:
    headings = [title for h1 in root.iter("h1") if (title := one_line(text_of(h1)))]
    titles = [title for e in root.iter("title") if (title := one_line(text_of(e)))]
    if len(headings) == 1 and not _names_site(headings[0], site, titles):
        return headings[0]
    stated = (_unescaped(_string(_first(nodes, "headline"))), meta.get("og:title", ""), *titles)
    found = (_without_site(one_line(title), site) for title in stated if title)
    return next(found, headings[0] if headings else "")


def _names_site(heading: str, site: str, titles: list[str]) -> bool:
    """Whether a heading is the site's, not the article's: it is like the end of the page's title."""
    if not titles:
        return False
    if heading.casefold() == site.casefold():
        return True
    first, *others = _BETWEEN.split(titles[0])
    words = set(words_of(heading))
    return words.isdisjoint(words_of(first)) and not words.isdisjoint(words_of(" ".join(others)))


def _without_site(title: str, site: str) -> str:
    """Return a title without the site's name before or behind it."""
    parts = _BETWEEN.split(title)
    names = {_letters(site), _letters(site).removesuffix("com")} - {""}
    if len(parts) < 2 or not names:
        return title
    if _letters(parts[-1]) in names:
        return title[: title.rindex(parts[-1])].rstrip(_MARKS)
    if _letters(parts[0]) in names:
        return title[len(parts[0]) :].lstrip(_MARKS)
    return title


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _authors(root: etree._Element, meta: dict[str, str], nodes: list[Node]) -> tuple[str, ...]:
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node}
    author = _first(nodes, "author")
    names = []
    for person in author if isinstance(author, list) else [author]:
        if isinstance(person, dict):
            person = by_id.get(person.get("@id"), person).get("name")
        stated = person if isinstance(person, list) else [person]
        names += [_unescaped(_string(name)) for name in stated]
    names = _names(names)
    for key in ("author", "article:author", "dc.creator", "parsely-author", "citation_author"):
        names = names or _names(_separate(meta.get(key, "")))
    return tuple(names or _names(_byline(root)))


def _byline(root: etree._Element) -> list[str]:
    """Return the names in the first element that calls itself the author or a byline."""
    for element in root.iter():
        rel, itemprop = element.get("rel", ""), element.get("itemprop", "")
        if "author" in (rel, itemprop) or _BYLINE_CLASS.search(element.get("class", "")):
            lines = (one_line(line) for line in text_of(element).splitlines())
            names = _names([name for line in lines for name in _separate(line)][:_MOST_NAMES])
            if names:
                return names
    return []


def _separate(line: str) -> list[str]:
    """Return the names of a line; "Eliot, T. S." is one, "Ann Lee, Bo Ek" are two."""
    if "(" in line:
        return [line]
    names = _AND.split(line)
    parts = [part for name in names for part in name.split(",")]
    return parts if all(" " in part.strip() for part in parts) else names


def _names(stated: list[str]) -> list[str]:
    names = (_BY.sub("", one_line(name)).strip(" ,;:|·•—–-") for name in stated)
    return list(dict.fromkeys(name for name in names if _is_name(name)))


def _is_name(text: str) -> bool:
    if not 1 < len(text) <= _LONGEST_NAME or "://" in text:
        return False
    # A byline's other lines are dates and labels.
    return (
        text[0].isalpha() and not any(letter.isdigit() for letter in text) and not _BY.fullmatch(f"{text} ")
    )


def _site(meta: dict[str, str], nodes: list[Node], url: str) -> str:
    publisher = _first(nodes, "publisher")
    stated = _string(publisher.get("name")) if isinstance(publisher, dict) else ""
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    return meta.get("og:site_name") or one_line(_unescaped(stated)) or host


def _address(root: etree._Element, meta: dict[str, str], markup: str, name: str) -> str:
    saved = _SAVED_FROM.search(markup[:_HEAD])
    origin = name if is_address(name) else saved[1] if saved else ""
    canonical = [e.get("href", "") for e in root.iter("link") if e.get("rel", "").lower() == "canonical"]
    for stated in (*canonical, meta.get("og:url", ""), origin):
        try:
            address = safe_link(urljoin(origin, stated)) if stated else None
        except ValueError:
            continue
        if address and is_address(address) and not _is_elsewhere(address, origin):
            return address
    return ""


def _is_elsewhere(address: str, origin: str) -> bool:
    """Whether an address is that of a whole site, as templates state by mistake, not of this page."""
    has_path = urlsplit(origin).path.strip("/") != ""
    return has_path and not urlsplit(address).path.strip("/") and not urlsplit(address).query


def _published(root: etree._Element, meta: dict[str, str], nodes: list[Node]) -> str:
    keys = (
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dc.date.issued",
        "pubdate",
    )
    times = (e.get("datetime", "") for e in root.iter("time"))
    stated = (_string(_first(nodes, "datePublished")), *(meta.get(key, "") for key in keys), *times)
    return next((date for text in stated if (date := date_or_nothing(text))), "")


def _language(root: etree._Element, meta: dict[str, str]) -> str:
    stated = (
        root.get("lang", ""),
        root.get("{http://www.w3.org/XML/1998/namespace}lang", ""),
        root.get("xml:lang", ""),
        meta.get("og:locale", ""),
        *(
            e.get("content", "")
            for e in root.iter("meta")
            if e.get("http-equiv", "").lower() == "content-language"
        ),
    )
    tag = next((tag for text in stated if (tag := language_or_nothing(text))), "")
    guessed = guess_language(_paragraphs(root))
    # Many pages state the language of their template; the text itself knows better.
    return tag if not guessed or tag.lower().split("-")[0] == guessed else guessed


def _paragraphs(root: etree._Element) -> str:
    """Return the text that tells the language best."""
    return " ".join(text_of(element) for element in root.iter("p")) or prose_of(root)


def _first(nodes: list[Node], key: str) -> object:
    return next((node[key] for node in nodes if node.get(key)), None)


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _unescaped(text: str) -> str:
    """Return the text without the entities that some sites put into their JSON."""
    return unescape(text) if "&" in text else text
