"""Vietnamese text: a composed form for storing and a folded form for searching."""

import re
import unicodedata

# Common abbreviations, spelt out; both forms are folded before they are compared.
ABBREVIATIONS = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "ubmttq": "uy ban mat tran to quoc",
    "ubmttqvn": "uy ban mat tran to quoc viet nam",
    "mttq": "mat tran to quoc",
    "cchc": "cai cach hanh chinh",
    "tthc": "thu tuc hanh chinh",
    "ubkt": "uy ban kiem tra",
    "ldld": "lien doan lao dong",
    "lhpn": "lien hiep phu nu",
    "ccb": "cuu chien binh",
    "vp": "van phong",
    "tt": "thi tran",
    "gddt": "giao duc va dao tao",
    "nnptnt": "nong nghiep va phat trien nong thon",
    "tnmt": "tai nguyen va moi truong",
    "tckh": "tai chinh ke hoach",
    "ktht": "kinh te va ha tang",
    "cntt": "cong nghe thong tin",
    "pakn": "phan anh kien nghi",
}


# Sorting the marks on one letter takes quadratic time: hours for a long pile
_MARKS = "".join(chr(code) for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code)))
_PILE = re.compile(f"([{_MARKS}]{{8}})[{_MARKS}]+")


# Đ, and the Icelandic letter (U+00D0) that looks the same and comes from older programs
_DS = str.maketrans("đĐðÐ", "dDdD")


def compose(text: str) -> str:
    """Normalize `text` to Unicode NFC: one code point per letter where there is one.

    Of the marks on one letter at most eight are kept; Vietnamese needs two.
    """
    return unicodedata.normalize("NFC", _PILE.sub(r"\1", text))


def fold(text: str) -> str:
    """Normalize `text` for comparison: no accents, đ as d, lower case, single spaces.

    >>> fold("Ủy ban  nhân dân  xã Hoa Sen")
    'uy ban nhan dan xa hoa sen'
    """
    plain = unicodedata.normalize("NFD", text.translate(_DS))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w/]+", " ", letters.casefold()).split())


def within_sentence(words: str) -> str:
    """`words` as a sentence goes on with them; a name keeps its capital.

    >>> within_sentence("Cải cách hành chính"), within_sentence("Việt Nam"), within_sentence("HĐND")
    ('cải cách hành chính', 'Việt Nam', 'HĐND')
    """
    first, _, rest = words.partition(" ")
    is_common = first.istitle() and rest[:1].islower()
    return first.lower() + words[len(first) :] if is_common else words


def about(subject: str) -> str:
    """The subject of a paper behind the name of its issuer, as a sentence goes on with it.

    >>> about("Thực hiện Chỉ thị số 35"), about("Phát triển du lịch")
    ('thực hiện Chỉ thị số 35', 'về phát triển du lịch')
    """
    words = within_sentence(subject)
    return words if words.startswith(_GOES_ON) else f"về {words}"


_GOES_ON = ("về ", "thực hiện ", "triển khai ", "tổ chức thực hiện ", "tiếp tục thực hiện ")


def search_forms(query: str) -> list[str]:
    """Folded forms of `query` to search for: as typed, and with abbreviations spelt out."""
    typed = fold(query)
    if not typed:
        return []
    spelt = " ".join(ABBREVIATIONS.get(word, word) for word in typed.split())
    return [typed] if spelt == typed else [typed, spelt]
