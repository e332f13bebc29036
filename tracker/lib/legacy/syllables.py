"""Which words are Vietnamese syllables by their spelling."""

import unicodedata
from functools import lru_cache

_ONSETS_IN_LINE = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RHYMES_IN_LINES = (
    "a ai ao au ay am an ang anh ap at ac ach ă ăm ăn ăng ăp ăt ăc â âu ây âm ân âng âp ât âc "
    "e eo em en eng ep et ec ê êu êm ên ênh êng êp êt êch i ia iu im in inh ip it ich "
    "iêu iêm iên iêng iêp iêt iêc y yêu yêm yên yêng yêt o oi om on ong op ot oc oong ooc "
    "oa oai oao oay oam oan oang oanh oap oat oac oach oăm oăn oăng oăt oăc oe oeo oen oet "
    "ô ôi ôm ôn ông ôp ôt ôc ơ ơi ơm ơn ơp ơt u ua ui um un ung up ut uc uân uâng uât uây "
    "uê uên uênh uêch uêt uôi uôm uôn uông uôt uôc uơ uy uya uyu uyn uynh uyt uych uyên uyêt "
    "ư ưa ưi ưu ưm ưn ưng ưt ưc ươi ươu ươm ươn ương ươp ươt ươc"
)
_ONSETS, _RHYMES = _ONSETS_IN_LINE.split(), frozenset(_RHYMES_IN_LINES.split())
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SHORT = ("p", "t", "c", "ch")  # these end with a rising or a heavy tone
_TONES_OF_SHORT = frozenset("\u0301\u0323")


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether `word` (NFC) is spelt like a Vietnamese syllable.

    >>> is_syllable("Nghiêng"), is_syllable("quốc"), is_syllable("kÕt"), is_syllable("München")
    (True, True, False, False)
    """
    letters = unicodedata.normalize("NFD", word.lower())
    tones = [letter for letter in letters if letter in _TONES]
    bare = unicodedata.normalize("NFC", "".join(one for one in letters if one not in _TONES))
    if len(word) > 8 or not _can_have(bare, tones):
        return False
    return bare in _RHYMES or any(
        bare.startswith(onset) and bare[len(onset) :] in _RHYMES for onset in _ONSETS
    )


def _can_have(bare: str, tones: list[str]) -> bool:
    if bare.endswith(_SHORT):
        return len(tones) == 1 and tones[0] in _TONES_OF_SHORT
    return len(tones) <= 1
