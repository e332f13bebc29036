import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.lib import legacy
from tracker.lib.legacy.tables import DECODE

ROOT = Path(__file__).parents[4]
SENTENCE = "Đảng ủy xã báo cáo kết quả sáu tháng: ước đạt 98,5%, giữ vững kỷ cương"
LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
WRITTEN = {
    "B¸o c¸o kÕt qu¶": ("TCVN3 (ABC)", "Báo cáo kết quả"),
    "§¶ng ñy x· nh\u00ad sau": ("TCVN3 (ABC)", "Đảng ủy xã như sau"),
    "TUYÖT §èI": ("TCVN3 (ABC)", "TUYỆT ĐỐI"),
    "Baùo caùo keát quaû, ñaûng vieân": ("VNI", "Báo cáo kết quả, đảng viên"),
    "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA": ("VNI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"),
    "Baìo caìo kêìt quaÒ thýòc hiêòn": ("Windows-1258", "Báo cáo kết quả thực hiện"),
    "Ủy ban: B¸o c¸o kÕt qu¶": ("TCVN3 (ABC)", "Ủy ban: Báo cáo kết quả"),
    "Dòng một, đã có\nB¸o c¸o": ("TCVN3 (ABC)", "Dòng một, đã có\nBáo cáo"),
}
OTHER = [
    "",
    "5 < 6; 30 °C; 120 m²; ½ số thôn; § 5; 10 µg/m³; ±0,5; 3×4; a×b; Word®; ©2026; «Kết luận»",
    "café, München, naïve, São Paulo, señor, Müller, Citroën, Ångström, Håkan, façade, cœur",
    "Krông Nô, Ô tô, ôxy, Xêpôn, Pa Cô, kilôgam, các-bon, Nguyên, cô giáo, lý do có thể",
    "UBND, HĐND, LĐTBXH, QĐ-UBND, Ðảng ủy, Ðoàn",
    "1.234,5 – 98,5%",
    "¸ ¶ ® ×",
]


def _fixtures():
    for path in sorted((ROOT / "fixtures").rglob("*.json")):
        yield from _texts(json.loads(path.read_text(encoding="utf-8")))


def _texts(value):
    if isinstance(value, str):
        yield unicodedata.normalize("NFC", value)
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def _screens():
    for path in sorted((ROOT / "templates").rglob("*.html")):
        yield unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("written", WRITTEN)
def test_an_old_encoding_is_named_and_converted(written):
    found = legacy.found_in(written)

    assert (found.name, found.text) == WRITTEN[written]


@pytest.mark.parametrize("text", OTHER)
def test_other_languages_numbers_and_signs_raise_nothing(text):
    assert legacy.found_in(text) is None


def test_no_text_of_the_plan_and_of_the_screens_raises_anything():
    texts = [*_fixtures(), *_screens()]

    assert len(texts) > 500
    assert [text for text in texts if legacy.found_in(text)] == []


WORDS = sorted({word for text in _fixtures() for word in re.findall(r"[^\W\d_]+", text)})


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), st.sampled_from([" ", "\n", ", "])
)
def test_words_of_the_plan_in_any_order_raise_nothing(words, gap):
    text = gap.join(words)

    assert legacy.found_in(text) is None
    assert legacy.found_in(text.upper()) is None


def _encoded(text, encoding):
    """`text` as an old program would have written it; the reverse of the tables."""
    if encoding == legacy.CP1258:
        return "".join(map(_tone_apart, text)).encode("cp1258").decode("cp1252")
    signs = ["", *map(chr, range(0xA1, 0x100))]
    written = {first + second for first in [*"aeouyAEOUYôöÔÖ", ""] for second in signs}
    read = {DECODE[encoding](word): word for word in sorted(written)}
    return "".join(read.get(letter, letter) for letter in text)


def _tone_apart(letter):
    parts = unicodedata.normalize("NFD", letter)
    tones = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
    base = "".join(part for part in parts if part not in tones)
    return unicodedata.normalize("NFC", base) + tones


@pytest.mark.parametrize("encoding", [legacy.TCVN3, legacy.VNI])
def test_every_letter_comes_back(encoding):
    assert legacy.decoded(_encoded(LETTERS, encoding), encoding) == LETTERS


@pytest.mark.parametrize("encoding", [legacy.TCVN3, legacy.VNI, legacy.CP1258])
def test_a_sentence_comes_back(encoding):
    written = _encoded(SENTENCE, encoding)

    assert written != SENTENCE
    assert legacy.found_in(written).text == SENTENCE


def test_a_long_text_is_shown_by_its_beginning():
    found = legacy.found_in("B¸o c¸o kÕt qu¶ " * 20)

    assert found.excerpt.startswith("Báo cáo kết quả Báo")
    assert len(found.excerpt) <= 81
    assert legacy.found_in("B¸o\nc¸o").excerpt == "Báo cáo"


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "TCVN3"),
        (".VnArialH", "TCVN3"),
        ("VNI-Times", "VNI"),
        ("VNI Helve", "VNI"),
        ("Times New Roman", ""),
        ("", ""),
    ],
)
def test_the_name_of_a_font_tells_the_encoding(font, encoding):
    assert legacy.of_font(font) == encoding
