"""The style sheet that text which reflows is laid out with.

Only CSS that MuPDF has: no flex, no float, no max-width, no variables.
"""

from reader_app.core.layout import ReadingStyle

# Multiples of the font size; strips are stacked with the same ones.
PARAGRAPH_GAP = 0.75
ITEM_GAP = 0.3
HEADING_MARGIN = 1.25
HEADING_LEADING = 1.25
CODE_LEADING = 1.35

# Long words and addresses break where they must, or MuPDF would set them outside the column. Lists and
# quotes many levels deep would leave no width for their text, so from the third level on they move in less.
_RULES = """
@page {{ margin: 0; }}
body {{ margin: 0 {margin:g}pt; padding: 0; font-family: {family}; line-height: {leading:g};
  text-align: {align}; overflow-wrap: break-word; hyphens: {hyphens}; }}
p {{ margin: 0 0 {paragraph_gap:g}em 0; text-indent: 0; }}
h1, h2, h3, h4, h5, h6 {{ text-align: left; font-weight: bold; line-height: {heading_leading:g};
  page-break-after: auto; hyphens: manual; }}
h1 {{ font-size: 1.75em; margin: 1.1em 0 0.7em 0; }}
h2 {{ font-size: 1.35em; margin: 1.3em 0 0.5em 0; }}
h3 {{ font-size: 1.15em; margin: 1.2em 0 0.4em 0; }}
h4, h5, h6 {{ font-size: 1em; margin: 1em 0 0.3em 0; }}
ul, ol {{ margin: 0 0 {paragraph_gap:g}em 0; padding-left: 1.6em; }}
li {{ margin: 0 0 {item_gap:g}em 0; }}
li li li ul, li li li ol {{ padding-left: 0.7em; }}
li li li li li li ul, li li li li li li ol {{ padding-left: 0; }}
blockquote {{ margin: 0.4em 0 0.9em 0; padding: 0 0 0 1em; border-left: 2pt solid #999999; }}
blockquote blockquote blockquote {{ padding-left: 0.4em; border-left: 1pt solid #999999; }}
blockquote blockquote blockquote blockquote blockquote blockquote {{ padding-left: 0;
  border-left: 0 none #999999; }}
pre, code, kbd, samp, tt {{ font-family: monospace; font-size: 0.88em; }}
pre {{ line-height: {code_leading:g}; margin: 0.4em 0 0.9em 0; padding: 0.5em 0.7em;
  border: 0.6pt solid #bbbbbb; text-align: left; white-space: pre-wrap; hyphens: manual; }}
pre code {{ font-size: 1em; }}
table {{ margin: 0.4em 0 0.9em 0; border-collapse: collapse; }}
td, th {{ padding: 0.2em 0.5em; border: 0.5pt solid #aaaaaa; vertical-align: top; text-align: left; }}
figure {{ margin: 0.6em 0 0.9em 0; padding: 0; }}
figcaption, caption {{ font-size: 0.85em; color: #444444; text-align: left; }}
hr {{ margin: 1.2em 0; border-top: 0.6pt solid #999999; }}
a[href] {{ color: #08357f; }}
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
        # Without a straight right edge there is nothing that broken words would make better.
        hyphens="auto" if style.justify else "manual",
        paragraph_gap=PARAGRAPH_GAP,
        item_gap=ITEM_GAP,
        heading_leading=HEADING_LEADING,
        code_leading=CODE_LEADING,
    )
