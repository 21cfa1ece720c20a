"""What headings and labels say in words: that something beside the article follows."""

import re

_LONGEST = 80

_ENGLISH = r"""
    related\b.*
    |(?:more|read|explore|discover)\s+(?:more|from|on|to|about|also|next|further|stories|news|posts|articles|in)\b.*
    |(?:you\s+)?(?:may|might)\s+(?:also\s+)?(?:like|be|enjoy).*
    |(?:we\s+)?recommend.*|.*\brecommended\b.*|also\s+(?:interesting|read|on)\b.*
    |(?:most\s+)?(?:popular|read|viewed|shared)\b.*|trending\b.*|latest\b.*|more|keep\s+reading
    |share\b.*|comments?|\d+\s+(?:comments?|responses?|replies)\b.*
    |(?:comments?|responses?|replies)\s*(?:\(?\d+\)?|to\b.*|on\b.*)
    |leave\s+a\s+(?:reply|comment).*|(?:add|post)\s+a\s+comment.*|join\s+the\s+(?:conversation|discussion).*
    |about\s+the\s+authors?|subscribe\b.*|.*newsletters?\b.*|sign\s+up\b.*|follow\s+us\b.*
    |continue\s+reading\b.*|already\s+a\s+subscriber.*|(?:was|is)\s+this\s+(?:page|article)\s+(?:helpful|useful)\b.*
    |advertis.*|sponsored\b.*|tags|categories|filed\s+under.*|previous|next|navigation|(?:edit\s+)?this\s+page
    |skip\s+(?:advertisement|to)\b.*|(?:on\s+this\s+page|table\s+of\s+contents)
"""
_OTHERS = r"""
    mehr\s+(?:zum|zu|von|aus)\b.*|lesen\s+sie\s+auch.*|das\s+könnte\b.*|kommentare\b.*|anzeige|werbung
    |(?:à\s+)?lire\s+(?:aussi|plus)\b.*|sur\s+le\s+même\s+sujet.*|articles\s+(?:liés|similaires).*
    |commentaires\b.*|publicité
    |(?:artículos|noticias|temas)\s+relacionad.*|te\s+puede\s+interesar.*|comentarios\b.*|más\s+información
    |lea\s+también.*|publicidad
    |leggi\s+anche.*|potrebbe\b.*|leia\s+(?:também|mais).*|veja\s+também.*|pubblicità
    |lees\s+ook.*|läs\s+(?:också|mer).*|les\s+også.*|læs\s+også.*|lue\s+myös.*|annons|annonse|mainos
    |czytaj\s+(?:także|też).*|zobacz\s+też.*|čtěte\s+také.*|olvass\s+el.*|reklama?|advertentie
    |читайте\s+также.*|похожие\b.*|комментарии\b.*|реклама|ayrıca\s+okuyun.*|ilgili\s+haberler
    |関連.*|あわせて読みたい.*|広告|相关.*|相關.*|推荐阅读.*|广告|廣告|관련.*|광고
    |اقرأ\s+أيض.*|مواضيع\s+ذات\s+صلة.*|إعلان|קראו\s+גם.*|پیشنهاد.*
"""
_FOREIGN = re.compile(rf"^\W*(?:{_ENGLISH}|{_OTHERS})\W*$", re.IGNORECASE | re.VERBOSE)
_LEAD = re.compile(
    r"""^\W*(?:(?:read|see|watch)\s+(?:also|more|next)|also\s+read|related|more\s+on\s+this|recommended
    |lesen\s+sie\s+auch|mehr\s+dazu|(?:à\s+)?lire\s+aussi|lea\s+también|le(?:er|e)\s+también|leggi\s+anche
    |leia\s+(?:também|mais)|lees\s+ook|läs\s+(?:också|mer)|czytaj\s+(?:także|też)|читайте\s+также|関連記事
    |相关阅读|延伸閱讀|اقرأ\s+أيضا?)\s*[:：|–—-]""",
    re.IGNORECASE | re.VERBOSE,
)


def is_foreign_heading(text: str) -> bool:
    """Whether a heading announces something beside the article: related articles, comments, a newsletter."""
    line = " ".join(text.split())
    return len(line) <= _LONGEST and _FOREIGN.match(line) is not None


def leads_elsewhere(text: str) -> bool:
    """Whether a line begins with words such as "Read also:"."""
    return _LEAD.match(text) is not None
