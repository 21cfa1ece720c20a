"""Which folders belong to web pages that a browser saved: those with their pictures, named after them."""

from collections.abc import Sequence

from reader_app.intake.detect import SUFFIXES, Format

# As browsers name them, each in its language.
_ENDINGS = tuple(
    """
    _files .files _file -dateien _fichiers _archivos _ficheiros _arquivos _bestanden -filer _tiedostot _pliki
    _soubory _elemei _fisiere _dosyalar _datoteke _fitxers _failid _fails _bylos _fajlovi _fitxategiak
    _ファイル _文件 _檔案 _파일
    """.split()  # noqa: SIM905  shorter than a tuple
)
_INDEX = "index"


def without_page_folders(names: Sequence[str]) -> tuple[str, ...]:
    """Return the files that are not in the folder of a page that stands beside it, or of a lost index page.

    Args:
        names: Relative names, "/" between their parts.
    """
    pages = {stem for name in names if (stem := _stem_of_page(name))}
    parents = {name.rpartition("/")[0] for name in names}
    ours = {parent: _is_in_page_folder(parent, pages) for parent in parents}
    return tuple(name for name in names if not ours[name.rpartition("/")[0]])


def _stem_of_page(name: str) -> str:
    lower = name.lower()
    return next((lower.removesuffix(each) for each in SUFFIXES[Format.HTML] if lower.endswith(each)), "")


def _is_in_page_folder(folder: str, pages: set[str]) -> bool:
    parts = folder.lower().split("/")
    return any(_is_page_folder("/".join(parts[:count]), pages) for count in range(1, len(parts) + 1))


def _is_page_folder(folder: str, pages: set[str]) -> bool:
    stems = (folder.removesuffix(ending) for ending in _ENDINGS if folder.endswith(ending))
    return any(stem in pages or stem.rpartition("/")[2] == _INDEX for stem in stems)
