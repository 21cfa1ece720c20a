import pymupdf

from reader_app.export.soft_hyphens import marked_content
from reader_app.export.unicode_maps import unicode_map


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


def test_names_of_subsets_are_hidden_again_from_other_code() -> None:
    assert not pymupdf.TOOLS.set_subset_fontnames()
