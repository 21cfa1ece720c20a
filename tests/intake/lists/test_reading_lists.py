"""Whole exports, from the file to the sources."""

import json
import plistlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import exports
from intake.sources import body_text, visible
from reader_app.core.article import State
from reader_app.intake.content import content_of
from reader_app.intake.expansion import expand
from reader_app.intake.intake import take_in
from reader_app.intake.outcome import Intake
from reader_app.intake.sources import Expansion, ListedHighlight, Listing, Source
from reader_app.intake.surroundings import Surroundings

TERNS, SALT = "https://coast.example/terns", "https://coast.example/salt"


def found_in(folder: Path, content: str | bytes, name: str = "export") -> Expansion:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return expand([str(path)])


def entry(expansion: Expansion, address: str) -> Listing:
    [listing] = [each.listing for each in expansion.sources if each.address == address]
    assert listing is not None
    return listing


def article(source: Source) -> Intake:
    content, _ = content_of(source)
    return take_in(content, source.name, Surroundings(address=source.address))


def at(*moment: int) -> datetime:
    year, month, day, *time = moment
    return datetime(year, month, day, *time, tzinfo=UTC)


def test_pockets_table_gives_an_address_for_each_row(tmp_path: Path) -> None:
    found = found_in(tmp_path, exports.POCKET_TABLE)

    assert found.problems == ()
    assert [source.address for source in found.sources] == [TERNS, SALT, "https://coast.example/untitled"]
    assert all(source.is_fetched and not source.is_typed for source in found.sources)
    assert entry(found, TERNS) == Listing(
        title="Terns",
        tags=("birds", "sea birds"),
        state=State.INBOX,
        saved_at=at(2020, 9, 17, 6, 6, 28),
    )
    assert (entry(found, SALT).title, entry(found, SALT).state) == ("Salt, mostly", State.ARCHIVED)


@pytest.mark.parametrize("is_packed", [True, False])
def test_pockets_archive_joins_its_highlights_with_its_rows(tmp_path: Path, is_packed: bool) -> None:
    members = {
        "part_000000.csv": exports.POCKET_TABLE,
        "part_000001.csv": "title,url,time_added,cursor,tags,status\nMore,https://coast.example/more,1,2,,unread\n",
        "annotations/part_000000.json": exports.POCKET_HIGHLIGHTS,
    }

    if is_packed:
        found = found_in(tmp_path, exports.zipped(members), "pocket.zip")
    else:
        found = expand([str(exports.unpacked(tmp_path, members))])

    assert found.problems == ()
    assert len(found.sources) == 5
    assert entry(found, TERNS).tags == ("birds", "sea birds")
    assert entry(found, TERNS).highlights == (
        ListedHighlight(quote="from pole to pole", created_at=at(2020, 9, 17, 6, 6, 40)),
        ListedHighlight(quote="any other bird", note="Check this.", created_at=at(2020, 9, 17, 6, 6, 41)),
    )
    assert entry(found, "https://coast.example/lost").highlights == (ListedHighlight(quote="kept"),)


def test_pockets_page_gives_an_address_for_each_link(tmp_path: Path) -> None:
    found = found_in(tmp_path, exports.POCKET_PAGE, "ril_export.html")

    assert [problem[0] for problem in found.problems] == ["ril_export.html: A script"]
    assert entry(found, TERNS).title == "Terns & gulls"
    assert entry(found, TERNS).tags == ("birds", "sea birds")
    assert [source.listing and source.listing.state for source in found.sources] == [
        State.INBOX,
        State.ARCHIVED,
    ]


def test_instapapers_folders_are_states_or_tags(tmp_path: Path) -> None:
    found = found_in(tmp_path, exports.INSTAPAPER_TABLE)

    assert [(each.listing.state, each.listing.tags) for each in found.sources if each.listing] == [
        (State.INBOX, ()),
        (State.ARCHIVED, ("react", "sea birds")),
        (None, ("starred",)),
        (None, ("To try",)),
    ]
    assert entry(found, TERNS).highlights == (ListedHighlight(quote="from pole to pole"),)
    assert entry(found, TERNS).saved_at == at(2023, 11, 14, 22, 13, 20)


def test_instapapers_page_gives_an_address_for_each_link(tmp_path: Path) -> None:
    found = found_in(tmp_path, exports.INSTAPAPER_PAGE)

    assert [
        (each.address, each.listing.state, each.listing.tags) for each in found.sources if each.listing
    ] == [
        (TERNS, State.INBOX, ()),
        ("https://coast.example/silt", None, ("To try",)),
        (SALT, State.ARCHIVED, ()),
    ]


def test_wallabags_entries_bring_their_articles_and_annotations(tmp_path: Path) -> None:
    found = found_in(tmp_path, exports.WALLABAG)

    terns, salt = found.sources
    assert not terns.is_fetched
    assert entry(found, TERNS) == Listing(
        title="Terns",
        authors=("Ann Lee",),
        published="2023-05-06T00:00:00+0000",
        language="en-GB",
        tags=("birds", "starred"),
        state=State.INBOX,
        saved_at=at(2024, 1, 1, 10),
        highlights=(
            ListedHighlight(
                quote='from pole to pole - "every year"',
                note="How far is that?",
                created_at=at(2024, 1, 2, 9),
            ),
            ListedHighlight(quote="words that the article never had"),
            ListedHighlight(quote="Terns", note="A note on all of it."),
        ),
    )
    assert salt.is_fetched, "what Wallabag could not fetch is fetched again"
    assert entry(found, SALT).state is State.ARCHIVED


def test_an_article_in_a_list_is_taken_whole_with_what_the_list_says(tmp_path: Path) -> None:
    taken = article(found_in(tmp_path, exports.WALLABAG).sources[0])

    assert taken.reading is not None
    assert body_text(taken.reading) == visible(
        "Terns" + exports.ARTICLE.replace("<p>", "").replace("</p>", "")
    )
    assert taken.metadata.title == "Terns"
    assert taken.metadata.authors == ("Ann Lee",)
    assert taken.metadata.published.startswith("2023-05-06")
    assert (taken.metadata.language, taken.metadata.url) == ("en-GB", TERNS)
    assert taken.whole is None


def test_wallabags_table_brings_the_articles(tmp_path: Path) -> None:
    found = found_in(tmp_path, exports.WALLABAG_TABLE)

    [terns] = found.sources
    assert exports.ARTICLE.encode() in (terns.content or b"")
    assert entry(found, TERNS).tags == ("birds", "sea")
    assert entry(found, TERNS).saved_at == at(2023, 5, 6, 10)


def test_an_article_longer_than_a_usual_field_is_read_from_a_table(tmp_path: Path) -> None:
    long = "<p>" + "word " * 60_000 + "</p>"

    found = found_in(tmp_path, exports.WALLABAG_TABLE.replace(exports.ARTICLE, long))

    assert long.encode() in (found.sources[0].content or b"")


@pytest.mark.parametrize("kind", ["archive", "folder", "file"])
def test_omnivores_files_belong_together(tmp_path: Path, kind: str) -> None:
    if kind == "archive":
        found = found_in(tmp_path, exports.zipped(exports.OMNIVORE), "export.zip")
    else:
        folder = exports.unpacked(tmp_path, exports.OMNIVORE)
        found = expand([str(folder / "metadata_0_to_2.json" if kind == "file" else folder)])

    terns, salt = found.sources
    assert found.problems == ()
    assert entry(found, TERNS) == Listing(
        title="Terns",
        authors=("Ann Lee",),
        published="2023-05-06T00:00:00Z",
        tags=("birds",),
        state=State.READING,
        saved_at=datetime(2024, 2, 3, 4, 5, 6, 789_000, UTC),
        highlights=(
            ListedHighlight(
                quote="from pole to pole", note="How far?\n\nVery far.", tags=("far away", "sea")
            ),
            ListedHighlight(quote="Terns fly\nThey see"),
        ),
    )
    assert (salt.is_fetched, entry(found, SALT).state) == (True, State.ARCHIVED)
    assert article(terns).metadata.authors == ("Ann Lee",)
    assert visible("more daylight") in body_text(article(terns).reading or b"")


def test_omnivores_progress_beyond_all_numbers_spoils_no_entry(tmp_path: Path) -> None:
    items = [{**exports.OMNIVORE_ITEMS[0], "readingProgress": 10**400}]

    found = found_in(tmp_path, json.dumps(items))

    assert [source.listing.state for source in found.sources if source.listing] == [State.INBOX]


def test_omnivores_list_leads_to_no_file_outside(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("<p>secret</p>")
    items = [
        {**exports.OMNIVORE_ITEMS[0], "slug": slug} for slug in ("../../secret", "/etc/passwd", "..\\secret")
    ]
    exports.unpacked(tmp_path / "export", {"content/a.html": "x", "metadata_0_to_3.json": json.dumps(items)})

    found = expand([str(tmp_path / "export" / "metadata_0_to_3.json")])

    assert [source.is_fetched for source in found.sources] == [True]


def test_a_book_of_readwise_becomes_an_article_of_its_quotes(tmp_path: Path) -> None:
    found = found_in(tmp_path, exports.READWISE_HIGHLIGHTS)

    coast, sea = found.sources
    assert found.problems == ()
    assert coast.listing == Listing(
        title="The Coast",
        authors=("Ann Lee",),
        tags=("novels",),
        saved_at=at(2020, 10, 5, 10, 15, 30),
        highlights=(
            ListedHighlight(
                quote="Two\nparagraphs.",
                note="Key idea",
                tags=(".favorite", "Deep Work"),
                created_at=at(2020, 10, 5, 10, 15, 30),
            ),
            ListedHighlight(quote='She said "no" & left.', created_at=at(2020, 10, 6, 8)),
        ),
    )
    taken = article(coast)
    assert (taken.metadata.title, taken.metadata.authors) == ("The Coast", ("Ann Lee",))
    assert body_text(taken.reading or b"") == visible(
        'The Coast Two paragraphs. Page 2 She said "no" & left. Page 12'
    )
    assert article(sea).metadata.title == "The Sea"


def test_highlights_with_an_address_belong_to_what_is_there(tmp_path: Path) -> None:
    row = f"from pole to pole,Terns,Ann,{TERNS},Far,1,2024-01-02"
    table = f"Highlight,Title,Author,URL,Note,Location,Date\n{row}\n"

    found = found_in(tmp_path, table)

    assert found.sources[0].is_fetched
    assert entry(found, TERNS).highlights == (
        ListedHighlight(quote="from pole to pole", note="Far", created_at=at(2024, 1, 2)),
    )


def test_readers_table_tells_how_far_each_was_read(tmp_path: Path) -> None:
    found = found_in(tmp_path, exports.READER_TABLE)

    assert [each.listing.state for each in found.sources if each.listing] == [
        State.READING,
        State.ARCHIVED,
        State.FINISHED,
    ]
    assert entry(found, TERNS).tags == ("birds", "sea")
    assert entry(found, TERNS).saved_at == at(2022, 11, 6, 4, 33, 50)


def test_a_browsers_bookmarks_give_an_address_for_each_link(tmp_path: Path) -> None:
    found = found_in(tmp_path, exports.BOOKMARKS)

    assert [source.address for source in found.sources] == [TERNS]
    assert entry(found, TERNS) == Listing(
        title="Terns", tags=("birds", "sea"), saved_at=at(2020, 9, 17, 6, 6, 28)
    )
    assert found.problems == (("export: Recent", "It has no address that leads to a web page."),)


def test_many_bookmarks_are_no_deep_page(tmp_path: Path) -> None:
    many = "".join(f'<DT><A HREF="https://coast.example/{number}">N</A>\n' for number in range(5_000))

    assert len(found_in(tmp_path, f"<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p>{many}").sources) == 5_000


def test_a_text_of_addresses_is_a_list(tmp_path: Path) -> None:
    found = found_in(tmp_path, exports.ADDRESSES, "links.txt")

    assert [(source.address, source.is_typed) for source in found.sources] == [(TERNS, False), (SALT, False)]


@pytest.mark.parametrize(
    "text", [TERNS, f"{TERNS}\nand more", f"See {TERNS}\n{SALT}", "https://\nhttps://", "word\nword", ""]
)
def test_a_text_with_anything_else_in_it_is_an_article(tmp_path: Path, text: str) -> None:
    [source] = found_in(tmp_path, text, "note.txt").sources

    assert source.path == tmp_path / "note.txt"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Terns.url", f"[InternetShortcut]\r\nURL={TERNS}\r\n"),
        ("Terns.url", f"[{{0-1}}]\r\nProp3=19,11\r\n[InternetShortcut]\r\nIDList=\r\nURL={TERNS}\r\n"),
        ("Terns.desktop", f"[Desktop Entry]\nType=Link\nName=Terns\nURL={TERNS}\n"),
        ("Terns.webloc", plistlib.dumps({"URL": TERNS})),
        ("Terns.webloc", plistlib.dumps({"URL": TERNS}, fmt=plistlib.FMT_BINARY)),
    ],
)
def test_a_link_on_the_desktop_leads_to_its_address(tmp_path: Path, name: str, content: str | bytes) -> None:
    [source] = found_in(tmp_path, content, name).sources

    assert (source.address, source.is_typed) == (TERNS, False)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "C:\\secret", ""])
def test_a_link_that_leads_to_no_web_page_is_a_problem(tmp_path: Path, address: str) -> None:
    found = found_in(tmp_path, plistlib.dumps({"URL": address}), "Odd.webloc")

    assert found.sources == ()
    assert found.problems[0][1] == "It has no address that leads to a web page."


@pytest.mark.parametrize(
    "table",
    [
        "\ufeff" + exports.POCKET_TABLE,
        exports.POCKET_TABLE.replace("\n", "\r\n"),
        "status,tags,time_added,url,title\nunread,birds|sea birds,1600322788,https://coast.example/terns,Terns\n",
        "Tags;URL;Title\nbirds,sea birds;https://coast.example/terns;Terns\n",
        "link\ttitle\tlabels\nhttps://coast.example/terns\tTerns\tbirds, sea birds\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_table_is_read_whatever_its_order_signs_and_line_ends(
    tmp_path: Path, table: str, encoding: str
) -> None:
    found = found_in(tmp_path, table.encode(encoding))

    assert (entry(found, TERNS).title, entry(found, TERNS).tags) == ("Terns", ("birds", "sea birds"))


def test_bad_entries_are_named_and_the_good_ones_kept(tmp_path: Path) -> None:
    table = f"title,url,time_added\nBad,not an address,x\n,,\nGood,{TERNS},-1\n,ftp://coast.example/a,1\n"

    found = found_in(tmp_path, table, "list.csv")

    assert [source.address for source in found.sources] == [TERNS]
    assert [name for name, _ in found.problems] == ["list.csv: Bad", "list.csv: ftp://coast.example/a"]
    assert entry(found, TERNS).saved_at is None


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (exports.WALLABAG[:-40], "cut.json"),
        ("title,url,time_added,tags,status\n", "empty.csv"),
        ("<title>Pocket Export</title><h1>Unread</h1>", "empty.html"),
    ],
)
def test_a_list_that_is_cut_or_empty_is_a_problem(tmp_path: Path, content: str, name: str) -> None:
    found = found_in(tmp_path, content, name)

    assert found.sources == ()
    assert [sentence.endswith(".") for _, sentence in found.problems] == [True]


def test_an_entry_that_is_nested_beyond_reason_spoils_no_other(tmp_path: Path) -> None:
    items = [{"url": TERNS, "title": "", "content": "<h1>" + "<div>" * 5_000}]
    items.append({"url": SALT, "title": "", "content": exports.ARTICLE})

    found = found_in(tmp_path, json.dumps(items))

    assert [source.address for source in found.sources] == [TERNS, SALT]


def test_a_title_that_the_article_begins_with_is_there_once(tmp_path: Path) -> None:
    content = f"<H1 class=x>Terns &amp; <b>gulls</b></H1>{exports.ARTICLE}<h1>More</h1>"

    [source] = found_in(
        tmp_path, json.dumps([{"url": TERNS, "title": "Terns & gulls", "content": content}])
    ).sources

    taken = article(source)
    assert taken.metadata.title == "Terns & gulls"
    assert body_text(taken.reading or b"").count(visible("Terns & gulls")) == 1


@pytest.mark.parametrize(
    "content",
    ['{"type": "FeatureCollection"}', '[1, 2, "url"]', '[{"name": "x"}]', "a,b\n1,2\n", '{"url": 1}'],
)
def test_what_is_no_list_is_tried_as_an_article(tmp_path: Path, content: str) -> None:
    [source] = found_in(tmp_path, content, "some.data").sources

    assert source.path == tmp_path / "some.data"


@pytest.mark.parametrize(
    "content",
    [
        "# Links on a desktop\n\n    <plist><dict><key>URL</key></dict></plist>\n",
        "<!DOCTYPE html><title>Netscape-Bookmark-file-1</title><p>How bookmarks are written.",
        "<!DOCTYPE html><title>Leaving Pocket</title><h1>Pocket Export</h1><p>How to.",
        "The url, the title, and the time\n\nAn essay.",
        "[Desktop Entry]\nType=Application\nExec=true\n",
    ],
)
def test_an_article_about_lists_is_no_list(tmp_path: Path, content: str) -> None:
    [source] = found_in(tmp_path, content, "essay").sources

    assert source.path == tmp_path / "essay"


def test_two_lists_of_one_address_make_one_article(tmp_path: Path) -> None:
    exports.unpacked(tmp_path, {"a.csv": exports.POCKET_TABLE, "b.json": exports.WALLABAG})

    found = expand([str(tmp_path / "a.csv"), str(tmp_path / "b.json")])

    [terns] = [source for source in found.sources if source.address == TERNS]
    assert exports.ARTICLE.encode() in (terns.content or b"")
    assert entry(found, TERNS).tags == ("birds", "sea birds", "starred")
    assert entry(found, TERNS).saved_at == at(2020, 9, 17, 6, 6, 28)
    assert len(entry(found, TERNS).highlights) == 3


def test_long_addresses_are_kept_whole(tmp_path: Path) -> None:
    address = f"{TERNS}?{'x' * 1_000}"

    for name, export in enumerate((exports.WALLABAG, exports.POCKET_HIGHLIGHTS, exports.POCKET_TABLE)):
        found = found_in(tmp_path, export.replace(TERNS, address), str(name))
        assert found.sources[0].address == address


def test_in_a_folder_tables_and_objects_of_other_programs_are_passed_over(tmp_path: Path) -> None:
    exports.unpacked(
        tmp_path,
        {
            "measured.csv": f"url,milliseconds\n{TERNS},12\n",
            "fixtures.json": json.dumps([{"id": 1, "url": TERNS}]),
            "package.json": json.dumps({"repository": {"url": TERNS}}),
            "page.html": "<!DOCTYPE html><p>Words.",
        },
    )

    assert [source.name for source in expand([str(tmp_path)]).sources] == ["page.html"]
    assert [source.address for source in expand([str(tmp_path / "measured.csv")]).sources] == [TERNS]


def test_half_characters_and_zero_bytes_are_left_out(tmp_path: Path) -> None:
    items = (
        '[{"url": "https://coast.example/a", "title": "A\\ud83d\\u0000 title", "content": "<p>\\ud83d</p>"}]'
    )

    [source] = found_in(tmp_path, items).sources

    assert source.listing is not None
    assert source.listing.title == "A\N{REPLACEMENT CHARACTER} title"
    assert article(source).metadata.title == "A\N{REPLACEMENT CHARACTER} title"


EXPORTS = [
    exports.POCKET_TABLE,
    exports.POCKET_HIGHLIGHTS,
    exports.POCKET_PAGE,
    exports.INSTAPAPER_TABLE,
    exports.INSTAPAPER_PAGE,
    exports.WALLABAG,
    exports.WALLABAG_TABLE,
    exports.OMNIVORE["metadata_0_to_2.json"],
    exports.READWISE_HIGHLIGHTS,
    exports.READER_TABLE,
    exports.BOOKMARKS,
    exports.ADDRESSES,
]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_an_export_cut_or_spoilt_gives_sources_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(data.draw(st.sampled_from(EXPORTS)).encode())
    for place, byte in data.draw(
        st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), max_size=4)
    ):
        content[place] = byte
    end = data.draw(st.integers(1, len(content)))

    found = found_in(tmp_path_factory.mktemp("list"), bytes(content[:end]))

    assert found.sources or found.problems
    assert all(sentence.endswith(".") for _, sentence in found.problems)


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
        lambda values: (
            st.lists(values, max_size=3)
            | st.dictionaries(st.sampled_from(sorted(json.loads(exports.WALLABAG)[0])), values)
        ),
        max_leaves=20,
    )
)
def test_json_of_any_shape_never_fails(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    items = [
        {"url": TERNS, "slug": "a", "savedAt": value},
        {"url": value, "title": value, "content": value},
        value,
    ]
    for shape in (
        items,
        items[1:],
        [{"url": TERNS, "title": "", "annotations": value, "tags": value, "created_at": value}],
    ):
        found = found_in(tmp_path_factory.mktemp("list"), json.dumps(shape))
        assert found.sources or found.problems
