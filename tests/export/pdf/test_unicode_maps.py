import pymupdf

from reader_app.export.pdf.soft_hyphens import marked_content
from reader_app.export.pdf.unicode_maps import UnicodeMaps, unicode_map


def test_map_spells_characters_beyond_the_basic_plane_in_two_units() -> None:
    written = unicode_map({14: "😀", 3: "ffi", 2: "ﺽ"})

    assert b"3 beginbfchar\n<0002> <FEBD>\n<0003> <006600660069>\n<000E> <D83DDE00>\nendbfchar" in written


def test_long_map_is_cut_into_lists_of_a_hundred() -> None:
    written = unicode_map(dict.fromkeys(range(250), "a"))

    assert [written.count(b"%d beginbfchar" % size) for size in (100, 50)] == [2, 1]


def test_only_soft_hyphens_are_marked() -> None:
    content = b"BT [<00010002>]TJ 5 0 TD[<000E>]TJ 0 -9 TD[<000E>]TJ [<0003>-20<0004>]TJ ET"
    texts = [(1, "a"), (2, "b"), (14, "-"), (14, "\u00ad"), (3, "c"), (4, "d")]

    assert marked_content(content, texts) == (
        b"BT [<00010002>]TJ 5 0 TD[<000E>]TJ 0 -9 TD/Span<</ActualText<FEFF00AD>>>BDC [<000E>]TJ EMC"
        b" [<0003>-20<0004>]TJ ET"
    )


def test_content_that_does_not_fit_the_text_is_left_alone() -> None:
    content = b"BT [<000E>]TJ ET"

    assert marked_content(content, [(14, "\u00ad"), (1, "a")]) == content


def with_page(content: str, form: str = "") -> tuple[pymupdf.Document, int, dict[str, int]]:
    """Return a PDF, a page with fonts "A" and "B" and the form "X", and the objects of their maps."""
    pdf = pymupdf.open()
    fonts, maps = {}, {}
    for name in "AB":
        maps[name], fonts[name] = add(pdf, "<<>>", "as it was"), pdf.get_new_xref()
        pdf.update_object(fonts[name], f"<</Type/Font/Subtype/Type0/ToUnicode {maps[name]} 0 R>>")
    resources = f"<</Font<</A {fonts['A']} 0 R/B {fonts['B']} 0 R>>"
    drawn = add(pdf, f"<</Type/XObject/Subtype/Form/Resources{resources}>>>>", form)
    page = add(pdf, f"<</Type/Page/Resources{resources}/XObject<</X {drawn} 0 R>>>>>>")
    pdf.xref_set_key(page, "Contents", f"{add(pdf, '<<>>', content)} 0 R")
    return pdf, page, maps


def add(pdf: pymupdf.Document, value: str, stream: str = "") -> int:
    number: int = pdf.get_new_xref()
    pdf.update_object(number, value)
    if stream:
        pdf.update_stream(number, stream.encode(), new=True)
    return number


def test_each_font_learns_its_own_glyphs_in_forms_and_states_too() -> None:
    pdf, page, written = with_page(
        "BT /A 10 Tf [<0001>]TJ ET q /B 9.5 Tf [<0001>-20<0002>]TJ /X Do Q [<0003>]TJ",
        form="/A 8 Tf [<0004>]TJ",
    )
    maps = UnicodeMaps(pdf)
    maps.learn(page, [(1, "a"), (1, "b"), (2, "ffi"), (4, "d"), (3, "c")])
    maps.write()

    assert pdf.xref_stream(written["A"]) == unicode_map({1: "a", 4: "d", 3: "c"})
    assert pdf.xref_stream(written["B"]) == unicode_map({1: "b", 2: "ffi"})


def test_maps_stay_where_a_page_shows_other_glyphs_than_its_layout() -> None:
    pdf, page, written = with_page("BT /A 10 Tf [<00010002>]TJ ET")
    maps = UnicodeMaps(pdf)
    maps.learn(page, [(1, "a")])
    maps.write()

    assert pdf.xref_stream(written["A"]) == b"as it was"
