"""Which passwords are refused: too short ones, and those that somebody here would guess."""

import re
from collections.abc import Iterator

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError

from tracker.lib.text import fold
from units.models import Unit, User

LEAST_DIFFERENT, LEAST_LEFT = 5, 4.0
# A drawn password keeps so much that the name of a unit in it, by chance, leaves it hard to guess
LEAST_LEFT_OF_DRAWN = 8.0
LONGEST_READ = 100  # characters; what is easy in more than that is not short
# What offices and people in Vietnam use most; without accents and blanks
WORDS = re.findall(
    r"\w+",
    """
    matkhau dangnhap password passwd pass login admin administrator quantri nguoidung canbo user
    chuyenvien lanhdao thutruong theodoi kehoach nhiemvu baocao vanphong huyenuy tinhuy thanhuy
    banthuongvu bantochuc bantuyengiao bandanvan ubkt uykiemtra mattran mttqvn phunu nongdan
    cuuchienbinh doanthanhnien thanhnien congdoan congan quansu thiuy danguy dangbo
    dangvien chibo huyendoan uyban ubnd hdnd mttq nhandan thitran huyen phuong
    vietnam hanoi saigon
    hochiminh danang iloveyou anhyeuem emyeuanh yeuem yeuanh toiyeu conyeu giadinh hanhphuc mayman
    khongbiet khongco xinchao welcome letmein secret hello dragon monkey football superman demo
    macdinh doimatkhau thang
    """,
)
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgbyhnujm",
)
_RUNS = {
    line[start : start + 3]
    for row in ROWS
    for line in (row, row[::-1])
    for start in range(len(line) - 2)
}
_LOOKALIKES = str.maketrans("@$!013457", "asioieast")
_YEAR = re.compile(r"(?:19|20)\d\d")
_REPEATED = re.compile(r"(.+?)\1+")


class LongEnough(MinimumLengthValidator):
    """Django's rule on password length, with a Vietnamese message that Django lacks."""

    def get_error_message(self) -> str:
        return f"Mật khẩu quá ngắn: cần ít nhất {self.min_length} ký tự."


class HardToGuess:
    """Refuse a password that is little more than words, names, years and rows of keys.

    What everybody would try is taken out; too little is left of an easy password, whatever was
    added to it.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        if len(set(fold(password)) - {" "}) < LEAST_DIFFERENT:
            raise ValidationError(
                "Mật khẩu này dễ đoán: chỉ lặp lại vài ký tự. Hãy dùng nhiều ký tự khác nhau hơn.",
                code="password_repeats",
            )
        if _weight(password, [*WORDS, *_names(user)]) < LEAST_LEFT:
            raise ValidationError(
                "Mật khẩu này dễ đoán: gồm chủ yếu từ quen dùng, tên người, tên cơ quan, năm, dãy "
                "số hoặc dãy phím. Hãy ghép vài từ không liên quan với nhau.",
                code="password_easy",
            )

    def get_help_text(self) -> str:
        return "Không chủ yếu gồm từ quen dùng, tên cơ quan, năm, dãy số hoặc dãy phím."


def is_hard_to_guess(password: str) -> bool:
    """Whether a drawn `password` would be taken, whatever the names of people and units are."""
    return _weight(password, WORDS) >= LEAST_LEFT_OF_DRAWN


def _weight(password: str, words: list[str]) -> float:
    """How much is left of `password` without what everybody would try.

    Letters count, digits half: four digits are soon tried. Words may be hidden by digits that look
    like letters, and a word may contain a row of keys, so all orders are tried.
    """
    text = _YEAR.sub(" ", fold(password[:LONGEST_READ]))
    alike = text.translate(_LOOKALIKES)
    easiest = 99.0
    for written in (text, alike):
        left = re.sub(r"[^a-z0-9]", "", written)
        for stripped in (
            _without_runs(_without_words(left, words)),
            _without_words(_without_runs(left), words),
        ):
            unrepeated = _REPEATED.sub(r"\1", stripped)
            weight = sum(0.5 if char.isdigit() else 1.0 for char in unrepeated)
            easiest = min(easiest, weight)
    return easiest


def _without_words(text: str, words: list[str]) -> str:
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        text = text.replace(word, "")
    return text


def _without_runs(text: str) -> str:
    """`text` without three or more neighbours of a row of keys, of the alphabet or of digits."""
    in_run = [False] * len(text)
    for start in range(len(text) - 2):
        if text[start : start + 3] in _RUNS:
            in_run[start : start + 3] = [True] * 3
    return "".join(char for char, is_in in zip(text, in_run, strict=True) if not is_in)


def _names(user: User | None) -> Iterator[str]:
    """Names of the person, and of all units, short and whole."""
    names = [name for both in Unit.objects.values_list("short_name", "name") for name in both]
    if user is not None:
        names += [user.full_name, user.username]
    for name in names:
        parts = re.findall(r"[a-z0-9]+", fold(name))
        for length in (1, 2, 3):
            yield from filter(_is_long, ("".join(parts[-length:]), "".join(parts[:length])))


def _is_long(name: str) -> bool:
    return len(name) >= 4
