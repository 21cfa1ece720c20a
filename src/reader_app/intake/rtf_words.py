"""Words of Rich Text that name parts of a file, and those that stand for a character."""

# Groups whose text is not the document's: what is left out, and what is kept for later.
UNSEEN = frozenset(
    """
    colortbl header headerf headerl headerr footer footerf footerl footerr ftnsep ftnsepc ftncn aftnsep
    aftnsepc aftncn listtable listoverridetable revtbl rsidtbl generator themedata colorschememapping
    latentstyles datastore xmlnstbl filetbl template nonshppict objdata objclass objname bkmkstart
    bkmkend annotation atnid atnauthor atrfstart atrfend atndate atnref atnicn xe tc rxe sp sn sv pn
    pnseclvl shprslt background datafield formfield ffname ffdeftext fldtype mmathPict nonesttables
    userprops mmathPr defchp defpap wgrffmtfilter passwordhash blipuid picprop creatim revtim printim
    operator category keywords doccomm comment subject company manager hlinkbase vern edmins nofpages
    nofwords nofchars nofcharsws panose falt fname htmltag mhtmltag private
    """.split()  # noqa: SIM905  shorter than a list
)
KEPT = frozenset({"fonttbl", "stylesheet", "title", "author", "fldinst", "pict", "listtext", "pntext"})
# Groups marked as ignorable that hold text all the same.
HOLDS_TEXT = frozenset({"shppict", "shpinst", "fldinst", "footnote", "moMath", "moMathPara"})
CHARACTERS = {
    "tab": "\t",
    "emdash": "—",
    "endash": "–",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "~": "\xa0",
    "-": "\xad",
    "_": "\u2011",
}
