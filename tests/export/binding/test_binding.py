import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from export.passages import article, marked
from export.sample_pdfs import write_book, write_page
from reader_app.core.annotation import DEFAULT_LABELS, Annotation
from reader_app.errors import ExportError
from reader_app.export.exporting import export_file
from reader_app.export.item import ExportFile, ExportItem
from reader_app.export.options import ExportOptions
from reader_app.export.report import ExportReport


def item(source: Path, *annotations: Annotation, **metadata: object) -> ExportItem:
    return ExportItem(source=source, article=article(source, **metadata), annotations=annotations)


def bind(
    output: Path, *items: ExportItem | Path, progress: Callable[[int, int], None] | None = None
) -> ExportReport:
    made = tuple(each if isinstance(each, ExportItem) else item(each) for each in items)
    file = ExportFile(made, DEFAULT_LABELS, output, ExportOptions(author="Ada"))
    return export_file(file, progress or (lambda *_: None))


def changed(path: Path, change: Callable[[pymupdf.Document], None]) -> Path:
    with pymupdf.open(path) as pdf:
        change(pdf)
        pdf.saveIncr()
    return path


def add(pdf: pymupdf.Document, source: str) -> int:
    number: int = pdf.get_new_xref()
    pdf.update_object(number, source)
    return number


def annots(pdf: pymupdf.Document, page: int) -> list[dict[str, str]]:
    """Return the annotations of a page as keys and values, links among them."""
    kind, listed = pdf.xref_get_key(pdf.page_xref(page), "Annots")
    if kind == "xref":
        listed = pdf.xref_object(int(listed.split()[0]))
    numbers = map(int, re.findall(r"(\d+) 0 R", listed))
    return [
        {
            "number": str(number),
            **{key: pdf.xref_get_key(number, key)[1] for key in pdf.xref_get_keys(number)},
        }
        for number in numbers
    ]


def test_articles_follow_each_other_behind_their_contents(tmp_path: Path) -> None:
    one, two, output = (
        write_book(tmp_path / "one.pdf"),
        write_page(tmp_path / "two.pdf"),
        tmp_path / "output.pdf",
    )
    items = item(one, title="The first", authors=("A", "B")), item(two, title="שלום עולם", authors=("B", "C"))

    bind(output, *items)

    with pymupdf.open(output) as pdf, pymupdf.open(one) as first, pymupdf.open(two) as second:
        contents, *pages = [page.get_text() for page in pdf]
        assert pages == [page.get_text() for page in (*first, *second)]
        assert contents.split()[:4] == ["2", "articles", "The", "first"]
        assert [link["page"] for link in pdf[0].get_links()] == [1, 4]
        assert pdf.metadata["title"] == "2 articles"
        assert pdf.metadata["author"] == "A, B, C"
        assert [page.get_label() for page in pdf] == ["1", "2", "3", "4", "5"]


def test_outline_of_each_article_stands_below_its_entry(tmp_path: Path) -> None:
    one, two, three = (
        write_book(tmp_path / "1.pdf"),
        write_page(tmp_path / "2.pdf"),
        write_book(tmp_path / "3.pdf"),
    )

    bind(tmp_path / "output.pdf", one, two, three)

    with pymupdf.open(tmp_path / "output.pdf") as pdf:
        assert pdf.get_toc() == [
            [1, "1", 2], [2, "One", 2], [3, "Two", 3], [2, "Three", 4],
            [1, "2", 5],
            [1, "3", 6], [2, "One", 6], [3, "Two", 7], [2, "Three", 8],
        ]  # fmt: skip


def test_outline_that_does_not_say_how_long_it_is_is_bound(tmp_path: Path) -> None:
    def forget(pdf: pymupdf.Document) -> None:
        pdf.xref_set_key(int(pdf.xref_get_key(pdf.pdf_catalog(), "Outlines")[1].split()[0]), "Count", "null")

    book = changed(write_book(tmp_path / "book.pdf"), forget)

    bind(tmp_path / "output.pdf", book, write_page(tmp_path / "page.pdf"))

    with pymupdf.open(tmp_path / "output.pdf") as pdf:
        assert [title for _, title, _ in pdf.get_toc()] == ["book", "One", "Two", "Three", "page"]


def test_damaged_list_of_names_costs_only_its_links(tmp_path: Path) -> None:
    def damage(pdf: pymupdf.Document) -> None:
        node = add(pdf, "<<>>")
        pdf.update_object(node, f"<</Kids[{node} 0 R]/Limits[(a)(z)]>>")
        pdf.xref_set_key(pdf.pdf_catalog(), "Names", f"<</Dests<</Kids[{node} 0 R]>>>>")
        link = "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Dest(over)>>"
        pdf.xref_set_key(pdf.page_xref(0), "Annots", f"[{link}]")

    damaged, output = changed(write_page(tmp_path / "1.pdf"), damage), tmp_path / "output.pdf"

    bind(output, damaged, write_page(tmp_path / "2.pdf"))

    with pymupdf.open(output) as pdf:
        assert "Dest" not in pdf.xref_get_key(pdf.page_xref(1), "Annots")[1]


def test_marks_lie_on_the_pages_of_their_articles(tmp_path: Path) -> None:
    one, two, output = write_book(tmp_path / "1.pdf"), write_book(tmp_path / "2.pdf"), tmp_path / "output.pdf"
    first, second = marked(one, "Chapter 1 tells"), marked(two, "Chapter 3 tells", note="Why?")
    gone = replace(second, id="gone", targets=(replace(second.targets[0], exact="no such words"),))

    report = bind(output, item(one, first), item(two, second, gone))

    assert (report.placed, report.unplaced) == (2, ("gone",))
    with pymupdf.open(output) as pdf:
        names = [
            [keys.get("NM") for keys in annots(pdf, page) if keys["Subtype"] == "/Highlight"]
            for page in range(7)
        ]
    assert names == [[], ["older", first.id], [], ["older"], ["older"], [], ["older", second.id]]


def test_what_reflows_is_bound_with_what_does_not(tmp_path: Path) -> None:
    html = tmp_path / "page.html"
    html.write_text("<h1>Head</h1><p>Some words of a page.</p>")

    report = bind(
        tmp_path / "output.pdf", item(html, marked(html, "words of")), write_book(tmp_path / "book.pdf")
    )

    assert report.placed == 1
    with pymupdf.open(tmp_path / "output.pdf") as pdf:
        assert "Some words of a page." in pdf[1].get_text()
        outline = pdf.get_toc()
    assert [title for level, title, _ in outline if level == 1] == ["page", "book"]
    assert {"Head", "One", "Two", "Three"} <= {title for level, title, _ in outline if level > 1}


def test_popups_and_replies_still_belong_to_their_annotations(tmp_path: Path) -> None:
    one, two, output = write_page(tmp_path / "1.pdf"), write_page(tmp_path / "2.pdf"), tmp_path / "output.pdf"

    def comment(pdf: pymupdf.Document) -> None:
        rect = "/Rect[40 200 80 220]"
        note = add(pdf, f"<</Type/Annot/Subtype/Text{rect}/Contents(Note)>>")
        popup = add(pdf, f"<</Type/Annot/Subtype/Popup{rect}/Parent {note} 0 R>>")
        reply = add(pdf, f"<</Type/Annot/Subtype/Text{rect}/Contents(Reply)/IRT {note} 0 R>>")
        pdf.xref_set_key(note, "Popup", f"{popup} 0 R")
        pdf.xref_set_key(pdf.page_xref(0), "Annots", f"[{note} 0 R {popup} 0 R {reply} 0 R]")

    changed(two, comment)
    bind(output, one, item(two, marked(two, "quick")))

    with pymupdf.open(output) as pdf:
        note, popup, reply, mark = annots(pdf, 2)
        assert note["Popup"] == f"{popup['number']} 0 R"
        assert popup["Parent"] == reply["IRT"] == f"{note['number']} 0 R"
        assert mark["P"] == f"{pdf.page_xref(2)} 0 R"


@pytest.mark.parametrize(
    "kind", ["page", "number", "name in a dictionary", "name in a tree", "action", "next"]
)
def test_inner_links_lead_to_the_page_of_their_own_article(tmp_path: Path, kind: str) -> None:
    one, two, output = write_book(tmp_path / "1.pdf"), write_book(tmp_path / "2.pdf"), tmp_path / "output.pdf"

    def link(pdf: pymupdf.Document, page: int) -> None:
        number, catalog = pdf.page_xref(page), pdf.pdf_catalog()
        place = f"[{number} 0 R/Fit]"
        pdf.xref_set_key(catalog, "Dests", f"<</there {place}>>")
        pdf.xref_set_key(catalog, "Names", f"<</Dests<</Names[(over) <</D{place}>>]>>>>")
        target = {
            "page": f"/Dest{place}",
            "number": f"/Dest[{page}/Fit]",
            "name in a dictionary": "/Dest/there",
            "name in a tree": "/Dest(over)",
            "action": "/A<</S/GoTo/D(over)>>",
            "next": "/A<</S/URI/URI(https://example.org/)/Next[<</S/GoTo/D(over)>>]>>",
        }[kind]
        pdf.xref_set_key(pdf.page_xref(0), "Annots", f"[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]{target}>>]")

    changed(one, lambda pdf: link(pdf, 1))
    changed(two, lambda pdf: link(pdf, 2))
    bind(output, one, two)

    with pymupdf.open(output) as pdf:
        for page, target in ((1, 2), (4, 6)):
            (link_there,) = (pdf.xref_get_key(pdf.page_xref(page), "Annots")[1],)
            assert f"[{pdf.page_xref(target)} 0 R/Fit]" in link_there.replace(" /Fit", "/Fit").replace(
                "[ ", "["
            )


def test_link_that_leads_nowhere_does_not_lead_into_another_article(tmp_path: Path) -> None:
    one, two, output = write_book(tmp_path / "1.pdf"), write_book(tmp_path / "2.pdf"), tmp_path / "output.pdf"
    links = "".join(
        f"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Dest{place}>>" for place in ("(over)", "[99/Fit]")
    )
    changed(one, lambda pdf: pdf.xref_set_key(pdf.page_xref(0), "Annots", f"[{links}]"))

    bind(output, one, two)

    with pymupdf.open(output) as pdf:
        assert "Dest" not in pdf.xref_get_key(pdf.page_xref(1), "Annots")[1]


def write_form(path: Path, value: str, font: str) -> Path:
    """Write a page with one field, and the form's own way to write in it."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=420, height=300)
        field = add(pdf, f"<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V({value})/Rect[40 40 200 60]>>")
        pdf.xref_set_key(page.xref, "Annots", f"[{field} 0 R]")
        used = add(pdf, f"<</Type/Font/Subtype/Type1/BaseFont/{font}>>")
        form = f"<</Fields[{field} 0 R]/DA(/F 11 Tf 0 g)/DR<</Font<</F {used} 0 R>>>>>>"
        pdf.xref_set_key(pdf.pdf_catalog(), "AcroForm", form)
        pdf.save(path)
    return path


def test_fields_of_one_name_keep_their_values_and_their_fonts(tmp_path: Path) -> None:
    said = {"Ada": "Helvetica", "Grace": "Courier", "Emmy": "Times-Roman"}

    bind(tmp_path / "output.pdf", *(write_form(tmp_path / f"{name}.pdf", name, said[name]) for name in said))

    found = {}
    with pymupdf.open(tmp_path / "output.pdf") as pdf:
        assert pdf.is_form_pdf == 3
        for widget in (widget for page in pdf for widget in page.widgets()):
            font = pdf.xref_get_key(widget.xref, "DA")[1].split()[0]
            number = pdf.xref_get_key(pdf.pdf_catalog(), f"AcroForm/DR/Font{font}")[1].split()[0]
            found[widget.field_name] = widget.field_value, pdf.xref_get_key(int(number), "BaseFont")[1]
    assert found == {
        "name": ("Ada", "/Helvetica"),
        "name-2": ("Grace", "/Courier"),
        "name-3": ("Emmy", "/Times-Roman"),
    }


def test_signature_stays_a_picture(tmp_path: Path) -> None:
    """It is one of the bytes of its file: as a field it would be broken, or drawn anew without them."""

    def sign(pdf: pymupdf.Document) -> None:
        picture = add(pdf, "<</Type/XObject/Subtype/Form/BBox[0 0 90 40]>>")
        pdf.update_stream(picture, b"1 0 0 rg 0 0 90 40 re f", new=True)
        value = add(pdf, "<</Type/Sig/Filter/Adobe.PPKLite/ByteRange[0 10 20 10]/Contents<00>>>")
        field = add(
            pdf,
            f"<</Type/Annot/Subtype/Widget/FT/Sig/T(signed)/V {value} 0 R/F 4/Rect[40 40 130 80]"
            f"/AP<</N {picture} 0 R>>>>",
        )
        pdf.xref_set_key(pdf.page_xref(0), "Annots", f"[{field} 0 R]")
        pdf.xref_set_key(pdf.pdf_catalog(), "AcroForm", f"<</Fields[{field} 0 R]/SigFlags 3>>")

    signed, output = changed(write_page(tmp_path / "1.pdf"), sign), tmp_path / "output.pdf"

    bind(output, signed, write_page(tmp_path / "2.pdf"))

    with pymupdf.open(output) as after, pymupdf.open(signed) as before:
        assert not after.is_form_pdf
        assert after[1].get_pixmap().samples == before[0].get_pixmap().samples


def test_page_labels_are_kept_or_go_on(tmp_path: Path) -> None:
    one, two, output = write_book(tmp_path / "1.pdf"), write_book(tmp_path / "2.pdf"), tmp_path / "output.pdf"
    labels = [
        {"startpage": 0, "style": "r", "firstpagenum": 7},
        {"startpage": 2, "prefix": "A-", "style": "D"},
    ]
    changed(one, lambda pdf: pdf.set_page_labels(labels))

    bind(output, one, two)

    with pymupdf.open(output) as pdf:
        assert [page.get_label() for page in pdf] == ["1", "vii", "viii", "A-1", "5", "6", "7"]


def test_hidden_layers_stay_hidden(tmp_path: Path) -> None:
    def hide(pdf: pymupdf.Document) -> None:
        layer = pdf.add_ocg("Draft", on=False)
        pdf[0].insert_text((40, 150), "HIDDEN", fontsize=40, oc=layer)

    one, two = write_page(tmp_path / "1.pdf"), changed(write_page(tmp_path / "2.pdf"), hide)
    output = tmp_path / "output.pdf"

    bind(output, one, two)

    with pymupdf.open(output) as pdf, pymupdf.open(two) as before:
        assert pdf[2].get_pixmap().samples == before[0].get_pixmap().samples
        assert [layer["name"] for layer in pdf.get_ocgs().values()] == ["Draft"]


def test_pages_that_lead_to_each_other_in_a_long_chain_are_bound(tmp_path: Path) -> None:
    """MuPDF's own copying follows such a chain by recursion and gives up."""
    source, output = tmp_path / "long.pdf", tmp_path / "output.pdf"
    with pymupdf.open() as pdf:
        for _ in range(1000):
            pdf.new_page(width=100, height=100)
        for page in range(999):
            link = f"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Dest[{pdf.page_xref(page + 1)} 0 R/Fit]>>"
            pdf.xref_set_key(pdf.page_xref(page), "Annots", f"[{link}]")
        pdf.save(source)

    bind(output, source, write_page(tmp_path / "page.pdf"))

    with pymupdf.open(output) as pdf:
        assert pdf.page_count == 1002
        assert pdf[999].get_links()[0]["page"] == 1000


def test_strings_and_names_of_a_source_are_no_references(tmp_path: Path) -> None:
    texts = [r"5 0 R", r"a) 5 0 R (b", "\\", "5 0 R ü", "(((", "中 5 0 R"]

    def write(pdf: pymupdf.Document) -> None:
        escaped = [text.encode("utf-16-be").hex() for text in texts[3::2]]
        plain = [text.replace("\\", "\\\\").replace("(", r"\(").replace(")", r"\)") for text in texts[:3]]
        listed = "".join(f"({each})" for each in plain) + "".join(f"<FEFF{each}>" for each in escaped)
        pdf.xref_set_key(pdf.page_xref(0), "Odd", f"[{listed} /5#200#20R /N 1.25 0 -7 true]")

    one, output = changed(write_page(tmp_path / "1.pdf"), write), tmp_path / "output.pdf"

    bind(output, one, write_page(tmp_path / "2.pdf"))

    with pymupdf.open(output) as after, pymupdf.open(one) as before:
        assert after.xref_get_key(after.page_xref(1), "Odd") == before.xref_get_key(
            before.page_xref(0), "Odd"
        )


def encrypted(path: Path, permissions: int, **passwords: str) -> Path:
    return write_book(path, encryption=pymupdf.PDF_ENCRYPT_AES_256, permissions=permissions, **passwords)


def test_encrypted_article_is_bound_where_its_owner_allows_it(tmp_path: Path) -> None:
    permissions = pymupdf.PDF_PERM_ANNOTATE | pymupdf.PDF_PERM_COPY | pymupdf.PDF_PERM_ASSEMBLE
    secret, output = encrypted(tmp_path / "secret.pdf", permissions, owner_pw="own"), tmp_path / "output.pdf"

    bind(output, write_page(tmp_path / "page.pdf"), secret)

    with pymupdf.open(output) as pdf:
        assert not pdf.metadata["encryption"]
        assert "Chapter 1 tells" in pdf[2].get_text()
        assert pdf[2].annots


@pytest.mark.parametrize("missing", [pymupdf.PDF_PERM_COPY, pymupdf.PDF_PERM_ASSEMBLE])
def test_article_whose_owner_forbids_it_is_not_bound(tmp_path: Path, missing: int) -> None:
    everything = pymupdf.PDF_PERM_ANNOTATE | pymupdf.PDF_PERM_COPY | pymupdf.PDF_PERM_ASSEMBLE
    secret, output = (
        encrypted(tmp_path / "secret.pdf", everything & ~missing, owner_pw="own"),
        tmp_path / "output.pdf",
    )
    page = write_page(tmp_path / "page.pdf")

    with pytest.raises(
        ExportError, match="“secret” cannot be bound with others: its owner does not allow it"
    ):
        bind(output, page, secret)

    assert set(tmp_path.iterdir()) == {page, secret}


def test_article_with_a_password_is_not_bound_without_it(tmp_path: Path) -> None:
    secret = encrypted(tmp_path / "secret.pdf", -1, owner_pw="own", user_pw="open")
    known = replace(item(secret), password="open")

    with pytest.raises(ExportError, match="“secret” cannot be bound with others: it asks for a password"):
        bind(tmp_path / "output.pdf", write_page(tmp_path / "page.pdf"), known)


def test_article_that_fails_is_named_and_the_earlier_file_stays(tmp_path: Path) -> None:
    page, damaged, output = (
        write_page(tmp_path / "page.pdf"),
        tmp_path / "damaged.pdf",
        tmp_path / "output.pdf",
    )
    damaged.write_bytes(b"%PDF-1.7\nnothing")
    output.write_bytes(b"old")

    with pytest.raises(ExportError, match="“damaged” cannot be bound with others: the file is damaged"):
        bind(output, page, damaged)

    assert output.read_bytes() == b"old"
    assert set(tmp_path.iterdir()) == {page, damaged, output}


def test_progress_goes_over_all_articles(tmp_path: Path) -> None:
    one, two = write_book(tmp_path / "1.pdf"), write_book(tmp_path / "2.pdf")
    told: list[tuple[int, int]] = []

    bind(
        tmp_path / "output.pdf",
        item(one, marked(one, "Chapter 1"), marked(one, "Chapter 2")),
        item(two, marked(two, "Chapter 3")),
        progress=lambda *step: told.append(step),
    )

    assert told == [(0, 6), (1, 6), (3, 6), (6, 6)]


@pytest.mark.skipif(sys.platform != "linux", reason="the memory is told in another unit elsewhere")
def test_memory_holds_one_article_at_a_time(tmp_path: Path) -> None:
    """Six articles of 16 MB each: their pictures are noise, which nothing makes smaller."""
    script = f"""
import os, resource, shutil
from pathlib import Path
import pymupdf
from export.binding.test_binding import bind

folder = Path({str(tmp_path)!r})
sources = [folder / f"{{number}}.pdf" for number in range(6)]
with pymupdf.open() as pdf:
    picture = pymupdf.Pixmap(pymupdf.csRGB, 2310, 2310, os.urandom(2310 * 2310 * 3), False)
    pdf.new_page().insert_image(pymupdf.Rect(0, 0, 500, 500), pixmap=picture)
    pdf.save(sources[0])
del picture
for source in sources[1:]:
    shutil.copyfile(sources[0], source)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
bind(folder / "output.pdf", *sources)
print(before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True
    )
    before, after = map(int, run.stdout.split())
    assert (tmp_path / "output.pdf").stat().st_size > 6 * 16e6
    assert after < before + 48_000  # KiB: making a source took about as much as binding them
