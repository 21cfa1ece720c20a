from pathlib import Path

import pytest

from reader_app.intake.charset import decode
from reader_app.intake.language import guess_language

SENTENCES = {
    "en": (
        "The birds that were counted on the island have not come back, and it is not clear why "
        "they left it. There are those who say that the boats are to blame for this, but the "
        "harbor has been there for as long as the birds have, and it was never empty."
    ),
    "de": (
        "Die Vögel, die auf der Insel gezählt wurden, sind nicht zurückgekommen, und es ist nicht"
        " klar, warum sie fort sind. Manche geben den Booten die Schuld, aber der Hafen ist so "
        "lange da wie die Vögel, und er war auch im Winter nicht leer."
    ),
    "fr": (
        "Les oiseaux qui étaient comptés sur l'île ne sont pas revenus, et on ne sait pas "
        "pourquoi ils sont partis. Il y a des gens qui disent que les bateaux sont la cause, mais"
        " le port est là depuis plus longtemps que les oiseaux, et il n'est pas vide dans la "
        "nuit."
    ),
    "es": (
        "Los pájaros que se contaron en la isla no han vuelto, y no se sabe por qué se fueron. "
        "Hay quien dice que la culpa es de los barcos, pero el puerto está allí desde hace tanto "
        "como los pájaros, y no ha estado vacío para nada en el invierno."
    ),
    "ru": ("Птицы, которых считали на острове, не вернулись, и никто не знает, почему."),
    "uk": ("Птахи, яких рахували на острові, не повернулися, і ніхто не знає, чому їх немає."),
    "el": ("Τα πουλιά που μετρήθηκαν στο νησί δεν επέστρεψαν και κανείς δεν ξέρει γιατί."),
    "ja": (
        "島で数えられた鳥は戻ってこなかった。そして、なぜ去ったのかは誰も知らない。港は昔からそこにあった。"
    ),
    "ko": (
        "섬에서 세었던 새들은 돌아오지 않았고 왜 떠났는지는 아무도 모른다. 항구는 오래전부터 그곳에 있었다."
    ),
    "ar": ("الطيور التي تم عدها في الجزيرة لم تعد ولا أحد يعرف لماذا رحلت عنها"),
    "he": ("הציפורים שנספרו באי לא חזרו ואיש אינו יודע מדוע הן עזבו אותו"),
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_few_sentences_tell_their_language(language: str) -> None:
    assert guess_language(SENTENCES[language]) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello there",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit. " * 10,
        "Naukowcy zauważyli, że zmiana rytmu snu w dni wolne od pracy szkodzi zdrowiu. " * 10,
        "def read(source): return source.strip() or None  # 12345 " * 20,
        SENTENCES["en"] + SENTENCES["de"],
    ],
)
def test_a_doubtful_text_has_no_language(text: str) -> None:
    assert guess_language(text) == ""


@pytest.mark.parametrize(
    ("file", "language"),
    [
        ("txt/alice-s-adventures-in-wonderland_11--11.txt", "en"),
        ("text-encodings/chardet--windows-1251-russian--ude_1.txt", "ru"),
        ("text-encodings/chardet--iso-8859-7-greek--ude_1.txt", "el"),
        ("text-encodings/chardet--EUC-JP--ude_1.txt", "ja"),
        ("text-encodings/charset_normalizer--sample-korean.txt", "ko"),
        ("text-encodings/charset_normalizer--sample-arabic-1.txt", "ar"),
        ("text-encodings/chardet--utf-8--ude_he2.txt", "he"),
        ("text-encodings/chardet--windows-1252--ude_2.txt", "nl"),
        ("text-encodings/chardet--windows-1250-polish--ude_1.txt", ""),
        ("text-encodings/chardet--iso-8859-9-turkish--wikitop_tr_ISO-8859-9.txt", ""),
    ],
)
def test_real_texts_tell_their_language_or_none(corpus: Path, file: str, language: str) -> None:
    assert guess_language(decode((corpus / file).read_bytes())) == language


def test_the_expected_text_of_every_page_agrees_with_the_language_it_declares(corpus: Path) -> None:
    french = (corpus / "html/lemonde-1/expected.txt").read_text(encoding="utf-8")
    english = (corpus / "html/gitlab-blog/expected.txt").read_text(encoding="utf-8")

    assert (guess_language(french), guess_language(english)) == ("fr", "en")
