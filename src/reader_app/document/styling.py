"""The style sheet that text which reflows is laid out with.

Only CSS that MuPDF has: no flex, no float, no max-width, no variables.
"""

from reader_app.core.layout import ReadingStyle

_RULES = """
@page {{ margin: 0; }}
body {{ margin: 0 {margin:g}pt; padding: 0; font-family: {family}; line-height: {leading:g};
  text-align: {align}; }}
p {{ margin: 0 0 0.75em 0; text-indent: 0; }}
h1, h2, h3, h4, h5, h6 {{ text-align: left; font-weight: bold; line-height: 1.25; page-break-after: auto; }}
h1 {{ font-size: 1.75em; margin: 1.1em 0 0.7em 0; }}
h2 {{ font-size: 1.35em; margin: 1.3em 0 0.5em 0; }}
h3 {{ font-size: 1.15em; margin: 1.2em 0 0.4em 0; }}
h4, h5, h6 {{ font-size: 1em; margin: 1em 0 0.3em 0; }}
ul, ol {{ margin: 0 0 0.75em 0; padding-left: 1.6em; }}
li {{ margin: 0 0 0.3em 0; }}
blockquote {{ margin: 0.4em 0 0.9em 0; padding: 0 0 0 1em; border-left: 2pt solid #999999; }}
pre, code, kbd, samp, tt {{ font-family: monospace; font-size: 0.88em; }}
pre {{ line-height: 1.35; margin: 0.4em 0 0.9em 0; padding: 0.5em 0.7em; border: 0.6pt solid #bbbbbb;
  text-align: left; white-space: pre-wrap; }}
table {{ margin: 0.4em 0 0.9em 0; border-collapse: collapse; }}
td, th {{ padding: 0.2em 0.5em; border: 0.5pt solid #aaaaaa; vertical-align: top; text-align: left; }}
figure {{ margin: 0.6em 0 0.9em 0; padding: 0; }}
figcaption, caption {{ font-size: 0.85em; color: #444444; text-align: left; }}
hr {{ margin: 1.2em 0; border-top: 0.6pt solid #999999; }}
a {{ color: #1a5fb4; }}
sup, sub {{ font-size: 0.72em; line-height: 1; }}
"""


def style_sheet(style: ReadingStyle) -> str:
    """Return the CSS for a reading style.

    It does not depend on the font size, which MuPDF takes when it lays out: changing that is fast.
    """
    return _RULES.format(
        margin=style.margin,
        family=style.font_family,
        leading=style.line_height,
        align="justify" if style.justify else "left",
    )
