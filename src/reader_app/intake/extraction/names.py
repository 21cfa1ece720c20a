"""What the names that page makers give to elements say of their use: navigation, sharing, advertising.

The words are those that page makers use everywhere; readability tools have gathered such lists for years.
"""

import re

from lxml import etree

from reader_app.intake.tree import tag_of


def _named(*words: str) -> re.Pattern[str]:
    """Return the pattern of a name that has one of these words; each argument is some of them."""
    return re.compile(rf"(?:^|[\s_-])(?:{'|'.join(words)})(?:$|[\s_-])", re.IGNORECASE)


_ADVERTS = r"ads?|adv|advert\w*|adsense|sponsor\w*|promo\w*|outbrain|taboola"
_SHARING = r"share\w*|sharing|sharebar|social\w*|follow(?:-?us)?|facebook|twitter|whatsapp|addthis"
_COMMENTS = r"comments?|disqus|respond|replies|livefyre"
_OTHERS = (
    r"related\w*|recommend\w*|suggest\w*|jp-relatedposts|read-?(?:more|next|also)|see-?also-box|teasers?"
    r"|more-?(?:stories|news|on|from|articles|posts|info)|popular|trending|most-?read|rich-?link"
)
_OFFERS = r"newsletters?|email-?signup|subscri\w*|paywall|signup|sign-?up|donat\w*|piano|feedback|helpful"
_CONSENT = r"cookies?|consent|gdpr"
_WAYS = (
    r"nav\w*|menu\w*|breadcrumbs?|pager|pagination|paginate|toolbar|sidebar\w*|side-bar|rail"
    r"|skip\w*|toc-mobile|masthead|site-?header|site-?footer|page-?footer|footer\w*|banner\w*"
)
_ABOUT = (
    r"author-?(?:bio|box|card|info)|about-?author|bio|tags?|tag-?list|taglist|categories|post-?meta"
    r"|entry-?meta|meta|metadata|copyright|legal|login|register|reactions?"
)
_UNSEEN = r"print|printonly|noprint|hidden|modal|popup|tooltip"
_HANDLES = (
    r"mw-editsection|edit-?section|header-?link|header-?anchor|anchor-?link|heading-?link|hash-?link"
    r"|jump-?link|permalink|sr-only|visually-?hidden|screen-?reader-?text"
    r"|(?:copy|clipboard)-?(?:button|btn|code|icon)|btn-?copy|zeroclipboard-container|clipboard"
    r"|(?:code|example)-?(?:header|toolbar)|line-?numbers?-wrapper"
)
_WIKI = r"metabox|ambox|navbox|catlinks"

# "widget" begins the name of a box beside the text; page builders end that of every box with it.
_WIDGET = re.compile(r"(?:^|\s)widgets?(?:$|[\s_-])", re.IGNORECASE)
_BUTTON = _named(r"btn|buttons?|cta")
_FOREIGN = _named(
    _ADVERTS, _SHARING, _COMMENTS, _OTHERS, _OFFERS, _CONSENT, _WAYS, _ABOUT, _UNSEEN, _HANDLES, _WIKI
)
_INTRUDING = _named(
    _ADVERTS,
    _SHARING,
    _OFFERS,
    _CONSENT,
    r"breadcrumbs?|pager|pagination|pagenav|author-?(?:bio|box|card|info)|about-?author|tag-?list|taglist"
    r"|(?:post|entry|article)-?(?:info|meta|tags)|votes?|ratings?",
)
_LEADING = _named(_OTHERS)
_BESIDE = _named(_WAYS, _CONSENT, r"side|left|right|header|top-?bar")
_REPLIES = _named(_COMMENTS, "discussion", "commentarea", r"comments?-\w+")
_FOREIGN_RUN = _named(_HANDLES)
_NOTES = re.compile(
    r"(?:^|[\s_-])(?:foot-?notes?|end-?notes?|fn\d*|references?|reflist|bibliograph\w*|citations?|sources)"
    r"(?:$|[\s_:-]|\d)",
    re.IGNORECASE,
)
_SIGNATURE = _named(
    r"by-?lines?\w*|date-?line|time-?stamp|publish(?:ed)?-?(?:date|time)?|posted-?(?:on|by)|authors?|avatar"
    r"|logo|icons?"
)
_STANDFIRST = _named(
    r"standfirst|sub-?titles?|sub-?head(?:line|ing)?|dek|deck|lead|lede|leading|leadin|intro|summary"
    r"|excerpt|abstract|descripti?o?n?|desc|chapo|chapeau|entradilla|kicker-?text|teaser"
)
_POSTS = _named(
    r"posts?|comments?|repl(?:y|ies)|messages?|answers?|question|topic-\w+|thing|comtr|thread-\w+"
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
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def name_of(element: etree._Element) -> str:
    """Return the classes and the id, words apart."""
    return _CAMEL.sub("-", f"{element.get('class', '')} {element.get('id', '')}").replace("__", " ")


def is_foreign(element: etree._Element) -> bool:
    """Whether an element says of itself that it is something beside the article."""
    if tag_of(element) in _FOREIGN_TAGS or element.get("role", "").lower() in _FOREIGN_ROLES:
        return True
    return is_foreign_by_name(element)


def is_foreign_by_name(element: etree._Element) -> bool:
    """Whether a name of an element, whatever tag it has, says so."""
    name = name_of(element)
    return _FOREIGN.search(name) is not None or _WIDGET.search(name) is not None


def is_beside(element: etree._Element) -> bool:
    """Whether an element says that it stands above, beside or below what a page is about."""
    return tag_of(element) in ("nav", "aside", "header", "footer") or bool(_BESIDE.search(name_of(element)))


def is_intruding(element: etree._Element) -> bool:
    """Whether an element says, without any doubt, that it is a small thing set among an article's text."""
    return _INTRUDING.search(name_of(element)) is not None


def leads_to_others(element: etree._Element) -> bool:
    """Whether an element says that it leads to other articles."""
    return _LEADING.search(name_of(element)) is not None


def holds_replies(element: etree._Element) -> bool:
    """Whether an element says that it holds what readers answered to the article."""
    return _REPLIES.search(name_of(element)) is not None


def is_post(name: str) -> bool:
    """Whether a name is one of those that the posts of a discussion have."""
    return _POSTS.search(name) is not None


def holds_notes(element: etree._Element) -> bool:
    """Whether an element says that it holds the article's footnotes or references."""
    return element.get("role") in ("doc-endnotes", "doc-footnote", "doc-bibliography") or bool(
        _NOTES.search(name_of(element))
    )


def is_foreign_run(element: etree._Element) -> bool:
    """Whether an element within a line is a handle of the page, such as "edit" beside a heading."""
    name = name_of(element)
    return _FOREIGN_RUN.search(name) is not None or (tag_of(element) == "a" and bool(_BUTTON.search(name)))


def is_signature(element: etree._Element) -> bool:
    """Whether an element says that it holds the author's name or the date."""
    return _SIGNATURE.search(name_of(element)) is not None


def is_standfirst(element: etree._Element) -> bool:
    """Whether an element says that it holds the sentence or two below the title."""
    return _STANDFIRST.search(name_of(element)) is not None
