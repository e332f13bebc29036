"""Tables of the encodings that Vietnamese offices used before Unicode.

Their letters reach us as Latin-1: in TCVN3 each letter is one sign, in VNI a letter is followed by
its mark, and Windows' code page 1258 has combining tones.
"""

import re
import unicodedata
from collections.abc import Callable

TCVN3, VNI, CP1258 = "TCVN3", "VNI", "CP1258"

_TCVN3_LETTERS = (
    "àµ á¸ ả¶ ã· ạ¹ ă¨ ằ» ắ¾ ẳ¼ ẵ½ ặÆ â© ầÇ ấÊ ẩÈ ẫÉ ậË đ® èÌ éÐ ẻÎ ẽÏ ẹÑ êª ềÒ ếÕ ểÓ ễÔ ệÖ "
    "ì× íÝ ỉØ ĩÜ ịÞ òß óã ỏá õâ ọä ô« ồå ốè ổæ ỗç ộé ơ¬ ờê ớí ởë ỡì ợî ùï úó ủñ ũò ụô ư\u00ad "
    "ừõ ứø ửö ữ÷ ựù ỳú ýý ỷû ỹü ỵþ "
    "Ă¡ Â¢ Ê£ Ô¤ Ơ¥ Ư¦ Đ§"
)
_VNI_LETTERS = (
    "áaù àaø ảaû ãaõ ạaï ăaê ắaé ằaè ẳaú ẵaü ặaë âaâ ấaá ầaà ẩaå ẫaã ậaä éeù èeø ẻeû ẽeõ ẹeï "
    "êeâ ếeá ềeà ểeå ễeã ệeä íí ìì ỉæ ĩó ịò óoù òoø ỏoû õoõ ọoï ôoâ ốoá ồoà ổoå ỗoã ộoä ơô "
    "ớôù ờôø ởôû ỡôõ ợôï úuù ùuø ủuû ũuõ ụuï ưö ứöù ừöø ửöû ữöõ ựöï ýyù ỳyø ỷyû ỹyõ ỵî đñ"
)
_CP1258_LETTERS = {
    "Ì": "\u0300", "ì": "\u0301", "Ò": "\u0309", "ò": "\u0323", "Þ": "\u0303",
    "Ð": "Đ", "ð": "đ", "Ý": "Ư", "ý": "ư", "Õ": "Ơ", "õ": "ơ", "Ã": "Ă", "ã": "ă",
}  # fmt: skip

_TCVN3 = str.maketrans({pair[1]: pair[0] for pair in _TCVN3_LETTERS.split()})
_VNI = {pair[1:]: pair[0] for pair in _VNI_LETTERS.split()}
_VNI |= {written.upper(): letter.upper() for written, letter in _VNI.items()}
_VNI |= {written.capitalize(): letter.upper() for written, letter in _VNI.items()}
_VNI_SIGN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_CP1258 = str.maketrans(_CP1258_LETTERS)


def _from_tcvn3(word: str) -> str:
    """TCVN3 writes capitals with a font of its own, so a word with capitals only is one."""
    letters = word.translate(_TCVN3)
    plain = [letter for letter in word if letter.isascii() and letter.isalpha()]
    return letters.upper() if plain and all(letter.isupper() for letter in plain) else letters


def _from_vni(word: str) -> str:
    return _VNI_SIGN.sub(lambda found: _VNI[found.group()], word)


def _from_cp1258(word: str) -> str:
    return unicodedata.normalize("NFC", word.translate(_CP1258))


DECODE: dict[str, Callable[[str], str]] = {
    TCVN3: _from_tcvn3,
    VNI: _from_vni,
    CP1258: _from_cp1258,
}
