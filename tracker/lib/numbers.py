"""Numbers in the notation of Vietnamese offices: 1.234,5."""

import re
from decimal import Decimal

MAX_WHOLE_DIGITS = 14
MAX_DECIMAL_DIGITS = 4
# SQLite stores numbers as floats, whose precision is 15 digits
MAX_DIGITS = 15
_PLAIN = re.compile(r"-?[0-9]+(,[0-9]+)?")
# A point separates thousands only if every group after it has three digits; a number that
# begins with zero has no thousands ("0.125" is a decimal in English notation).
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?")
# Ids and versions, limited to the range of a database column
_COUNTED = re.compile(r"[0-9]{1,18}")
_SPACES = "\u00a0\u202f "


class NotANumber(ValueError):  # noqa: N818 -- an answer to a person, not an error of the program
    """Text that is not a number. `str(error)` is a Vietnamese sentence to show."""


def parse_decimal(text: str) -> Decimal | None:
    """Parse `text`; None if it is blank. Raises NotANumber with a sentence to show.

    The comma is the decimal separator. A point is a thousands separator if exactly three digits
    follow it, so "1.234" is one thousand two hundred thirty-four; any other point is refused,
    because "1.5" is ambiguous. A trailing percent sign is removed.

    >>> parse_decimal(" 1.234,5 % ")
    Decimal('1234.5')
    """
    typed = text.strip(_SPACES + "\t\r\n")
    if not typed:
        return None
    typed = typed.removesuffix("%").rstrip(_SPACES).replace("−", "-")
    if not (_PLAIN.fullmatch(typed) or _GROUPED.fullmatch(typed)):
        raise NotANumber(_explain(typed))
    whole, _, decimals = typed.replace(".", "").partition(",")
    num_whole = len(whole.lstrip("-0"))
    if num_whole > MAX_WHOLE_DIGITS:
        raise NotANumber(f"Số quá lớn (tối đa {MAX_WHOLE_DIGITS} chữ số trước dấu phẩy).")
    if len(decimals) > MAX_DECIMAL_DIGITS:
        raise NotANumber(f"Ghi tối đa {MAX_DECIMAL_DIGITS} chữ số sau dấu phẩy.")
    if num_whole + len(decimals.rstrip("0")) > MAX_DIGITS:
        raise NotANumber(f"Số quá dài (tối đa {MAX_DIGITS} chữ số, kể cả phần lẻ).")
    return Decimal(f"{whole}.{decimals or 0}").normalize() + 0


def parse_id(text: str) -> int | None:
    """Parse an id or version from an address or a form; None if `text` is not one."""
    return int(text) if _COUNTED.fullmatch(text) else None


def write_decimal(value: Decimal | int | None, *, places: int | None = None) -> str:
    """Format `value` as `parse_decimal` reads it; a dash if it is None.

    `places` limits the number of decimals; trailing zeros are omitted.

    >>> write_decimal(Decimal("1234.5000"))
    '1.234,5'
    """
    if value is None:
        return "–"
    number = Decimal(value)
    if places is not None:
        number = round(number, places)
    text = f"{number:,f}".translate(str.maketrans(",.", ".,"))
    return text.rstrip("0").rstrip(",") if "," in text else text


def write_measured(value: Decimal | None, measure: str, *, places: int | None = None) -> str:
    """`value` with its unit of measure.

    >>> write_measured(Decimal("97.3"), "%"), write_measured(Decimal(12), "cuộc")
    ('97,3%', '12 cuộc')
    """
    gap = "" if measure == "%" else " "
    return f"{write_decimal(value, places=places)}{gap}{measure}"


def _explain(typed: str) -> str:
    if not re.search(r"[0-9]", typed):
        return "Hãy ghi một số, ví dụ 1.234,5."
    if typed.count(",") > 1:
        return "Dấu phẩy chỉ dùng cho phần lẻ. Hãy tách hàng nghìn bằng dấu chấm: 1.234.567."
    if re.fullmatch(r"-?[0-9.]+(,[0-9]*)?", typed):
        return (
            "Phần lẻ ghi sau dấu phẩy, ví dụ 1,5; dấu chấm chỉ để tách từng nhóm ba chữ số, "
            "ví dụ 1.500."
        )
    return "Chỉ ghi chữ số, dấu chấm tách hàng nghìn và dấu phẩy trước phần lẻ, ví dụ 1.234,5."
