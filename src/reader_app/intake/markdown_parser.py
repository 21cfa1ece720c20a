"""How Markdown is read: CommonMark and what people write beside it.

That is tables, strikethrough, footnotes, front matter, task lists, definition lists, bare addresses,
and formulas between dollars, which stay as they were written. HTML is passed on, to be cleaned later,
unless it would swallow text or is none: "Vec<T>" is prose.
"""

import re
from collections.abc import Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

_COMMENT = re.compile("<!--"), re.compile("-->")
# The search for bare addresses takes four times as long for a paragraph of twice the length.
_LONGEST_WITH_ADDRESSES = 100_000  # characters
_PARAGRAPH_ENDS = re.compile(r"\n[ \t\r]*\n")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_HTML = frozenset(
    """
    a abbr address article aside b bdi bdo big blockquote br button caption center cite code col colgroup
    dd del details dfn div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hr
    i img input ins kbd label legend li link main map mark math menu meta nav ol p picture pre q rp rt ruby
    s samp section small source span strike strong sub summary sup table tbody td tfoot th thead time tr tt
    u ul var wbr area annotation semantics mrow mi mn mo ms mtext mfrac msqrt mroot msup msub msubsup munder
    mover munderover mtable mtr mtd mspace mstyle mfenced
    """.split()  # noqa: SIM905  shorter than a list
)
# Their content is no text: closed, they go with it; open, they would swallow the rest.
_SWALLOWING = frozenset(
    """
    script style textarea title xmp iframe noembed noframes noscript plaintext svg template object video
    audio canvas select embed
    """.split()  # noqa: SIM905  shorter than a list
)

_SWALLOWED = tuple(
    (re.compile(rf"<{tag}\b[^>]*>", re.IGNORECASE), re.compile(rf"</{tag}\s*>", re.IGNORECASE))
    for tag in sorted(_SWALLOWING)
)


def markdown_parser(text: str) -> MarkdownIt:
    """Return a parser for the text."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(front_matter_plugin).use(tasklists_plugin).use(deflist_plugin)
    parser.use(anchors_plugin, max_level=6)
    if max(map(len, _PARAGRAPH_ENDS.split(text))) < _LONGEST_WITH_ADDRESSES:
        parser.use(gfm_autolink_plugin)
    parser.use(
        dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, allow_blank_lines=False
    )
    for kind in ("html_inline", "html_block", "math_inline", "math_block"):
        parser.add_render_rule(kind, _RULES[kind])
    return parser


def _html_inline(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, environment: EnvType
) -> str:
    content = tokens[place].content
    tag = _TAG.match(content)
    if tag is None:  # a comment, an instruction
        return "" if content.startswith("<!--") else escape(content, quote=False)
    return content if tag[1].lower() in _HTML else escape(content, quote=False)


def _html_block(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, environment: EnvType
) -> str:
    content = tokens[place].content
    if content.lstrip().startswith("<!--"):
        # One that is never closed would hide all that follows.
        after = content.partition("-->")[2] if "-->" in content else ""
        return after if "-->" in content else escape(content, quote=False)
    content = _without(content, _COMMENT)
    for ends in _SWALLOWED:
        content = _without(content, ends)
    return re.sub(r"<!?/?[A-Za-z?][\w-]*|<!--", _known_or_shown, content)


def _without(content: str, ends: tuple[re.Pattern[str], re.Pattern[str]]) -> str:
    """Return the content without what stands between two marks, these included."""
    kept, place = [], 0
    while (start := ends[0].search(content, place)) and (end := ends[1].search(content, start.end())):
        kept.append(content[place : start.start()])
        place = end.end()
    return "".join(kept) + content[place:]


def _known_or_shown(found: re.Match[str]) -> str:
    tag = _TAG.match(found[0])
    return found[0] if tag is not None and tag[1].lower() in _HTML else escape(found[0], quote=False)


def _math_inline(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, environment: EnvType
) -> str:
    return escape(f"${tokens[place].content}$", quote=False)


def _math_block(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, environment: EnvType
) -> str:
    lines = escape(tokens[place].content.strip("\n"), quote=False).replace("\n", "<br>\n")
    return f"<p>$${lines}$$</p>\n"


_RULES = {
    "html_inline": _html_inline,
    "html_block": _html_block,
    "math_inline": _math_inline,
    "math_block": _math_block,
}
