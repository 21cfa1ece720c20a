"""What the names that page makers give to elements say of their use: navigation, sharing, advertising.

The words are those that page makers use everywhere; readability tools have gathered such lists for years.
"""

import re

from lxml import etree

from reader_app.intake.tree import tag_of

_FOREIGN = re.compile(
    r"""(?:^|[\s_-])(?:
    ad|ads|adv|advert\w*|adsense|sponsor\w*|promo\w*|outbrain|taboola|banner\w*
    |share\w*|sharing|sharebar|social\w*|follow(?:-?us)?|facebook|twitter|whatsapp|addthis|sharedaddy|jp-relatedposts
    |comments?|disqus|respond|replies|reactions?|livefyre
    |related\w*|recommend\w*|suggest\w*|more-?(?:stories|news|on|from|articles|posts)|read-?(?:more|next|also)|see-?also-box|teasers?|popular|trending|most-?read
    |newsletter\w*|subscri\w*|paywall|signup|sign-up|login|register|donat\w*|cookie\w*|consent|gdpr
    |nav\w*|menu\w*|breadcrumbs?|pager|pagination|paginate|toolbar|sidebar\w*|side-bar|rail|widgets?|skip\w*|toc-mobile
    |masthead|site-?header|site-?footer|page-?footer|footer\w*|copyright|legal
    |author-?(?:bio|box|card|info)|about-?author|bio|tags?|tag-?list|taglist|categories|post-?meta|entry-?meta|meta|metadata
    |print|printonly|noprint|hidden|visually-?hidden|sr-only|screen-?reader-?text|modal|popup|overlay|tooltip|edit-?section|mw-editsection|metabox|ambox|navbox|catlinks|jump-?link|headerlink|anchor-?link|permalink|copy-?button
    )(?:$|[\s_-])""",
    re.IGNORECASE | re.VERBOSE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOTES = re.compile(
    r"(?:^|[\s_-])(?:foot-?notes?|end-?notes?|fn\d*|references?|reflist|bibliograph\w*|citations?|sources)(?:$|[\s_:-]|\d)",
    re.IGNORECASE,
)
_FOREIGN_TAGS = frozenset(
    """
    nav aside footer form button menu dialog iframe input object embed label fieldset
    """.split()  # noqa: SIM905  shorter than a list
)
_FOREIGN_ROLES = frozenset(
    """
    menu menubar complementary navigation alert alertdialog dialog search banner contentinfo toolbar tablist
    """.split()  # noqa: SIM905
)


def name_of(element: etree._Element) -> str:
    """Return the classes and the id, words apart."""
    return _CAMEL.sub("-", f"{element.get('class', '')} {element.get('id', '')}")


def is_foreign(element: etree._Element) -> bool:
    """Whether an element says of itself that it is something beside the article."""
    if tag_of(element) in _FOREIGN_TAGS or element.get("role", "").lower() in _FOREIGN_ROLES:
        return True
    return _FOREIGN.search(name_of(element)) is not None


def holds_notes(element: etree._Element) -> bool:
    """Whether an element says that it holds the article's footnotes or references."""
    return element.get("role") in ("doc-endnotes", "doc-footnote", "doc-bibliography") or bool(
        _NOTES.search(name_of(element))
    )


_FOREIGN_RUN = re.compile(
    r"(?:^|[\s_-])(?:mw-editsection|header-?link|anchor-?link|heading-?link|jump-?link|sr-only|visually-?hidden|screen-?reader-?text|copy-?button)(?:$|[\s_-])",
    re.IGNORECASE,
)


def is_foreign_run(element: etree._Element) -> bool:
    """Whether an element within a line is a handle of the page, such as "edit" beside a heading."""
    return _FOREIGN_RUN.search(name_of(element)) is not None


_SIGNATURE = re.compile(
    r"(?:^|[\s_-])(?:by-?line\w*|date-?line|time-?stamp|publish(?:ed)?-?(?:date|time)?|posted-?(?:on|by))(?:$|[\s_-])",
    re.IGNORECASE,
)
_FOREIGN_HEADING = re.compile(
    r"""^\W*(?:
    related\b.*|(?:more|read|explore|discover)\s+(?:more|from|on|about|also|next|further|stories|news|posts|articles|in)\b.*
    |(?:you\s+)?(?:may|might)\s+(?:also\s+)?(?:like|be|enjoy).*|(?:we\s+)?recommend.*|.*\brecommended\b.*|(?:most\s+)?(?:popular|read|viewed|shared)\b.*|trending\b.*|latest\b.*
    |share\b.*|comments?|\d+\s+(?:comments?|responses?|replies)\b.*|(?:comments?|responses?|replies)\s*(?:\(?\d+\)?|to\b.*|on\b.*)|leave\s+a\s+(?:reply|comment).*|(?:add|post)\s+a\s+comment.*|join\s+the\s+(?:conversation|discussion).*
    |about\s+the\s+authors?|subscribe\b.*|.*newsletters?\b.*|sign\s+up\b.*|follow\s+us\b.*|advertis.*|sponsored\b.*|tags|categories|filed\s+under.*|previous|next|navigation
    |mehr\s+(?:zum|zu|von|aus)\b.*|lesen\s+sie\s+auch.*|das\s+könnte\b.*|kommentare\b.*|(?:à\s+)?lire\s+(?:aussi|plus)\b.*|sur\s+le\s+même\s+sujet.*|articles\s+(?:liés|similaires).*|commentaires\b.*
    |(?:artículos|noticias|temas)\s+relacionad.*|te\s+puede\s+interesar.*|comentarios\b.*|leggi\s+anche.*|potrebbe\b.*|leia\s+(?:também|mais).*|lees\s+ook.*|läs\s+(?:också|mer).*|czytaj\s+(?:także|też).*
    |читайте\s+также.*|похожие\b.*|комментарии\b.*|関連.*|あわせて読みたい.*|相关.*|相關.*|관련.*|اقرأ\s+أيض.*
    )\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_HEADING = 80


def is_foreign_heading(text: str) -> bool:
    """Whether a heading announces something beside the article: related articles, comments, a newsletter."""
    line = " ".join(text.split())
    return len(line) <= _LONGEST_HEADING and _FOREIGN_HEADING.match(line) is not None


def is_signature(element: etree._Element) -> bool:
    """Whether an element says that it holds the author's name or the date."""
    return _SIGNATURE.search(name_of(element)) is not None
