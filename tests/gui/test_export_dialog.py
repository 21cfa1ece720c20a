from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QProgressBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gui.export_hands import Hands
from reader_app.core.annotation import DEFAULT_LABELS, Annotation, Label, Target, new_annotation, utc_now
from reader_app.core.article import Article, Metadata
from reader_app.core.layout import ReadingStyle
from reader_app.export.item import ExportItem
from reader_app.export.options import ExportOptions, Format, Layout, Order
from reader_app.gui.export_choice import ExportChoice
from reader_app.gui.export_dialog import ExportDialog
from reader_app.gui.export_form import ExportForm
from reader_app.gui.export_memory import ExportMemory
from reader_app.gui.icons import Icons
from reader_app.gui.settings import AUTHOR, Settings
from reader_app.gui.theme import LIGHT

ALL = frozenset(label.id for label in DEFAULT_LABELS)


def annotation(label: str, note: str = "") -> Annotation:
    target = Target(section=0, start=0, end=5, exact="words")
    return new_annotation("article", (target,), label_id=label, note=note)


def item(title: str = "On: reading", media_type: str = "text/html", *annotations: Annotation) -> ExportItem:
    article = Article(
        id=title,
        metadata=Metadata(title=title),
        media_type=media_type,
        saved_at=utc_now(),
        version_id=1,
    )
    return ExportItem(source=Path("reading"), article=article, annotations=annotations)


MARKED = item(
    "On: reading", "text/html", annotation("claim", "Why?"), annotation("claim"), annotation("evidence")
)


class Sheet(Hands):
    """A dialog without anything behind it."""

    def __init__(
        self,
        qtbot: QtBot,
        folder: Path,
        items: Sequence[ExportItem] = (MARKED,),
        labels: tuple[Label, ...] = DEFAULT_LABELS,
        *,
        is_printing: bool = False,
    ) -> None:
        self._qtbot = qtbot
        self.settings = Settings(folder / "settings.ini")
        form = ExportForm(
            items,
            labels,
            folder,
            ExportMemory(self.settings),
            ReadingStyle(font_family="sans-serif"),
            Icons(LIGHT).icon,
            is_printing=is_printing,
        )
        self.preview = QWidget()
        super().__init__(ExportDialog(form, self.preview, is_printing=is_printing))
        qtbot.addWidget(self.dialog)
        self.dialog.show()

    def export(self, text: str = "Export") -> ExportChoice:
        with self._qtbot.waitSignal(self.dialog.export_requested) as requested:
            self.button(text).click()
        choice: ExportChoice = requested.args[0]
        return choice


@pytest.fixture
def sheet(qtbot: QtBot, tmp_path: Path) -> Sheet:
    return Sheet(qtbot, tmp_path)


def test_defaults_are_all_marks_on_a4_under_the_title(sheet: Sheet, tmp_path: Path) -> None:
    choice = sheet.export()

    style = ReadingStyle(font_family="sans-serif", font_size=12.0)
    assert choice.options == ExportOptions(style=style)
    assert (choice.output, choice.label_ids) == (tmp_path / "On reading.pdf", ALL)
    assert (choice.notes_only, choice.is_bound) == (False, True)


def test_choices_reach_the_caller(sheet: Sheet, tmp_path: Path) -> None:
    sheet.settings.set(AUTHOR, "Ada")
    sheet.choose_layout("Endnotes")
    sheet.choose("A5")
    sheet.choose("14 pt")
    sheet.choose("By label")
    for text in ("Dates", "Tags", "Legend", "First page", "Only those", "Evidence"):
        sheet.box(text).click()
    sheet.file.setText(str(tmp_path / "sub" / "copy"))

    choice = sheet.export()

    assert choice.output == tmp_path / "sub" / "copy.pdf"
    assert (choice.label_ids, choice.notes_only) == (ALL - {"evidence"}, True)
    assert choice.options == ExportOptions(
        layout=Layout.ENDNOTES,
        paper="a5",
        style=ReadingStyle(font_family="sans-serif", font_size=14.0),
        order=Order.LABEL,
        tags=False,
        dates=True,
        legend=True,
        summary=True,
        author="Ada",
    )


def test_layouts_are_chosen_with_the_arrow_keys(sheet: Sheet, qtbot: QtBot) -> None:
    marks = next(each for each in sheet.dialog.findChildren(QToolButton) if each.text() == "Annotations")
    marks.setFocus()

    qtbot.keyClick(marks, Qt.Key.Key_Right)

    assert sheet.export().options.layout is Layout.MARGIN


def test_keyboard_comes_to_the_layout_that_is_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    before = Sheet(qtbot, tmp_path, is_printing=True)
    before.choose_layout("Margin")
    before.dialog.set_ready(True)
    before.button("Print…").click()
    before.dialog.accept()

    sheet = Sheet(qtbot, tmp_path, is_printing=True)
    qtbot.waitUntil(lambda: sheet.dialog.focusWidget() is not None)

    first = sheet.dialog.focusWidget()
    assert isinstance(first, QToolButton)
    assert first.text() == "Margin"


def test_only_what_has_an_effect_is_asked(qtbot: QtBot, tmp_path: Path) -> None:
    sheet = Sheet(qtbot, tmp_path, [replace(MARKED, article=item(media_type="application/pdf").article)])
    assert not sheet.has_list("A4")  # the pages of a PDF stay as they are
    assert not sheet.has_list("By label")  # marks have no order

    sheet.choose_layout("Margin")
    assert "&Quotes" in sheet.boxes()

    sheet.choose("Citation: BibTeX")
    assert sheet.boxes() == []


def test_fields_stand_where_they_are_in_every_format(sheet: Sheet, qtbot: QtBot) -> None:
    sheet.dialog.show()

    def left() -> int:
        sheet.dialog.layout().activate()
        return sheet.file.mapTo(sheet.dialog, QPoint()).x()

    with_all_rows = left()
    sheet.choose("Citation: BibTeX")

    assert left() == with_all_rows


def test_file_follows_the_format_and_keeps_a_name_that_was_typed(
    sheet: Sheet, tmp_path: Path, qtbot: QtBot
) -> None:
    sheet.choose("Citation: CSL-JSON")
    assert sheet.file.text() == str(tmp_path / "On reading.csl.json")

    sheet.file.clear()
    qtbot.keyClicks(sheet.file, f"{tmp_path}/mine.csl.json")
    sheet.choose("Markdown")

    assert sheet.export().output == tmp_path / "mine.md"


def test_labels_that_occur_are_listed_with_their_numbers(sheet: Sheet) -> None:
    assert sheet.boxes()[:3] == ["&All annotations (3)", "Claim to check", "Evidence"]
    assert [sheet.box(name).accessibleName() for name in ("Claim", "Evidence")] == [
        "Claim to check, 2",
        "Evidence, 1",
    ]

    sheet.box("Only those").click()

    assert sheet.boxes()[0] == "&Annotations (1 of 3)"
    assert sheet.box("Claim").accessibleName() == "Claim to check, 1"


def test_one_box_takes_all_labels_or_none(sheet: Sheet) -> None:
    sheet.box("Evidence").click()
    assert sheet.box("Annotations (2 of 3)").checkState() == Qt.CheckState.PartiallyChecked

    sheet.box("Annotations").click()
    assert sheet.box("All annotations (3)").checkState() == Qt.CheckState.Checked

    sheet.box("All annotations").click()
    assert sheet.export().label_ids & {"claim", "evidence"} == frozenset()


def test_article_without_annotations_can_be_exported(qtbot: QtBot, tmp_path: Path) -> None:
    sheet = Sheet(qtbot, tmp_path, [item()])
    sheet.choose_layout("Endnotes")
    assert sheet.boxes() == ["First page with a &summary"], "nothing is asked of notes"
    assert not sheet.has_list("By label")
    sheet.choose_layout("Annotations")

    assert "There are no annotations yet." in sheet.said
    assert sheet.export().output.name == "On reading.pdf"


def test_marks_of_a_label_that_is_gone_go_along(qtbot: QtBot, tmp_path: Path) -> None:
    sheet = Sheet(qtbot, tmp_path, [item("One", "text/html", annotation("gone"))])

    assert sheet.export().takes(annotation("gone"))


def test_choices_are_remembered_for_each_format(qtbot: QtBot, tmp_path: Path) -> None:
    first = Sheet(qtbot, tmp_path)
    first.choose_layout("Margin")
    first.box("Dates").click()
    first.export()
    first.dialog.set_failed("")
    first.choose("Markdown")
    assert not first.box("Dates").isChecked()
    first.box("Tags").click()
    first.export()

    second = Sheet(qtbot, tmp_path)

    options = second.export().options
    assert (options.format, options.tags, options.dates) == (Format.MARKDOWN, False, False)
    second.dialog.set_failed("")
    second.choose("PDF")
    options = second.export().options
    assert (options.layout, options.tags, options.dates) == (Layout.MARGIN, True, True)


def test_printing_does_not_change_what_is_exported_next(qtbot: QtBot, tmp_path: Path) -> None:
    first = Sheet(qtbot, tmp_path)
    first.choose("Markdown")
    first.export()
    printing = Sheet(qtbot, tmp_path, is_printing=True)
    printing.choose_layout("Margin")
    printing.dialog.set_ready(True)
    printing.button("Print…").click()

    options = Sheet(qtbot, tmp_path).export().options

    assert (options.format, options.layout) == (Format.MARKDOWN, Layout.MARGIN)


def test_several_articles_go_to_a_folder_or_into_one_file(qtbot: QtBot, tmp_path: Path) -> None:
    sheet = Sheet(qtbot, tmp_path, [item("One"), item("Two")])

    choice = sheet.export()
    assert (choice.output, choice.is_bound) == (tmp_path, False)

    sheet.dialog.set_failed("")
    sheet.box("Bind").click()
    choice = sheet.export()
    assert (choice.output, choice.is_bound) == (tmp_path / "2 articles.pdf", True)

    sheet.dialog.set_failed("")
    sheet.choose("Markdown")  # which is one note for each article
    choice = sheet.export()
    assert (choice.output, choice.is_bound) == (tmp_path, False)


@pytest.mark.parametrize("typed", ["/", "~nobody-of-this-name/a.pdf", ".", "   ", "nul\0byte", "x" * 5000])
def test_odd_file_names_are_no_bug(sheet: Sheet, typed: str) -> None:
    sheet.file.setText(typed)

    assert sheet.button("Export").isEnabled() is (typed not in ("/", "   "))


def test_reader_is_warned_before_a_file_is_replaced(sheet: Sheet, tmp_path: Path) -> None:
    (tmp_path / "There.pdf").touch()

    sheet.file.setText(str(tmp_path / "There.pdf"))

    assert "“There.pdf” exists and will be replaced." in sheet.said
    assert sheet.export("Replace").output == tmp_path / "There.pdf"


def test_file_that_appears_late_is_warned_of_too(sheet: Sheet, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "On reading.pdf").touch()

    with qtbot.assertNotEmitted(sheet.dialog.export_requested):
        sheet.button("Export").click()

    assert "exists and will be replaced" in sheet.said
    sheet.export("Replace")


def test_suggested_file_never_exists(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "On reading.pdf").touch()

    assert Sheet(qtbot, tmp_path).file.text() == str(tmp_path / "On reading 2.pdf")


def test_progress_is_shown_and_nothing_can_be_changed_meanwhile(sheet: Sheet) -> None:
    sheet.export()
    bar = sheet.dialog.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    assert (bar.isVisible(), bar.maximum()) == (True, 0)

    sheet.dialog.set_progress(3, 12)

    assert (bar.value(), bar.maximum()) == (3, 12)
    assert "3 of 12" in sheet.said
    assert not sheet.file.isEnabled()


def test_cancel_and_escape_stop_the_export_but_keep_the_dialog(sheet: Sheet, qtbot: QtBot) -> None:
    sheet.export()
    with qtbot.waitSignal(sheet.dialog.cancelled):
        sheet.button("Cancel").click()
    sheet.export()
    with qtbot.waitSignal(sheet.dialog.cancelled):
        qtbot.keyClick(sheet.dialog, Qt.Key.Key_Escape)

    assert sheet.dialog.isVisible()
    assert sheet.button("Export").isVisible()


def test_progress_after_cancel_is_ignored(sheet: Sheet) -> None:
    sheet.export()
    sheet.button("Cancel").click()

    sheet.dialog.set_progress(5, 10)

    assert sheet.button("Export").isVisible()


def test_closing_the_dialog_cancels(sheet: Sheet, qtbot: QtBot) -> None:
    sheet.export()

    with qtbot.waitSignal(sheet.dialog.cancelled):
        sheet.dialog.close()


def test_enter_exports_from_anywhere(sheet: Sheet, qtbot: QtBot) -> None:
    for _ in range(2):
        with qtbot.waitSignal(sheet.dialog.export_requested):
            qtbot.keyClick(sheet.file, Qt.Key.Key_Return)
        sheet.dialog.set_failed("The disk is full.")


def test_failure_keeps_the_choices_and_allows_another_try(sheet: Sheet) -> None:
    sheet.box("Evidence").click()
    first = sheet.export()

    sheet.dialog.set_failed("The folder cannot be written.")
    assert "The folder cannot be written." in sheet.said

    assert sheet.export() == first


def test_result_offers_what_can_be_done_with_the_file(sheet: Sheet, tmp_path: Path) -> None:
    output = sheet.export().output

    sheet.dialog.set_finished("Saved “On reading.pdf”", [output])
    assert "Saved “On reading.pdf”" in sheet.said
    assert str(tmp_path) in sheet.said
    assert sheet.button("Open").isVisible()
    assert sheet.button("Show in folder").isVisible()
    assert sheet.button("Open").isDefault()  # Enter opens it
    sheet.button("Copy path").click()
    sheet.button("Close").click()

    assert QGuiApplication.clipboard().text() == str(output)
    assert sheet.dialog.result() == ExportDialog.DialogCode.Accepted


def test_change_after_an_export_leads_to_the_next_one(sheet: Sheet, tmp_path: Path) -> None:
    output = sheet.export().output
    output.touch()
    sheet.dialog.set_finished("Saved", [output])

    sheet.choose_layout("Margin")

    choice = sheet.export()
    assert (choice.options.layout, choice.output.name) == (Layout.MARGIN, "On reading 2.pdf")


def test_preview_hides_where_there_is_no_room(sheet: Sheet, qtbot: QtBot) -> None:
    assert sheet.preview.isVisible()

    sheet.dialog.resize(700, 500)
    assert not sheet.preview.isVisible()

    with qtbot.waitSignal(sheet.dialog.changed):
        sheet.dialog.resize(900, 500)
    assert sheet.preview.isVisible()


def test_printing_asks_for_pages_and_no_file(qtbot: QtBot, tmp_path: Path) -> None:
    sheet = Sheet(qtbot, tmp_path, is_printing=True)
    assert not sheet.file.isVisible()
    assert not sheet.has_list("PDF")
    assert not sheet.button("Print…").isEnabled()

    sheet.dialog.set_ready(True)
    with qtbot.waitSignal(sheet.dialog.print_requested):
        sheet.button("Print…").click()


@pytest.mark.parametrize("written", ["PDF", "HTML, for any browser", "Markdown"])
def test_no_two_things_have_the_same_mnemonic(qtbot: QtBot, tmp_path: Path, written: str) -> None:
    sheet = Sheet(qtbot, tmp_path, [MARKED, MARKED])
    sheet.choose(written)
    sheet.choose_layout("Endnotes")
    sheet.dialog.set_finished("Saved", [tmp_path / "a.pdf"])

    widgets = [*sheet.dialog.findChildren(QLabel), *sheet.dialog.findChildren(QAbstractButton)]
    shown = [each.text() for each in widgets if each.isVisible()]
    keys = [text[text.index("&") + 1].lower() for text in shown if "&" in text]
    assert len(keys) > 10
    assert len(keys) == len(set(keys)), sorted(keys)
