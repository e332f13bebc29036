"""File names as typed, without characters that mislead people or programs."""

import re
import unicodedata

from tracker.lib.refusal import Refused
from tracker.lib.text import compose

MAX_LENGTH = 150

# Messengers save a photograph as .jfif, which is another name of .jpg
_ALIASES = {"pdf": "pdf", "docx": "docx", "xlsx": "xlsx", "png": "png"} | dict.fromkeys(
    ("jpg", "jpeg", "jfif", "jpe"), "jpg"
)
# Inner extensions that disguise a file, as in "giấy mời.exe.pdf". Not among them are those that
# offices use as words: HS.ISO.9001.2015.pdf, DS.SH.chi bo.pdf, TB.PY.pdf, BC.COM.2024.pdf
_DANGEROUS = frozenset(
    {"apk", "bat", "cmd", "cpl", "dll", "dmg", "docm", "dotm", "exe", "hta", "htm", "html"}
    | {"jar", "js", "jse", "lnk", "msi", "pif", "pptm", "ps1", "rar", "reg", "scr"}
    | {"svg", "swf", "vbe", "vbs", "wsf", "xhtml", "xlsm", "xltm", "xml", "zip"}
)
# Reserved for devices by Windows, where such a file cannot be saved
_RESERVED = re.compile(r"(con|prn|aux|nul|com[1-9]|lpt[1-9])\s*", re.IGNORECASE)


def clean(raw: str) -> str:
    """The last part of the path `raw`, composed, without invisible or reserved characters."""
    name = compose(raw).replace("\\", "/").rpartition("/")[2]
    # Cc and Cf include line breaks and marks that change the writing direction
    visible = "".join(
        letter for letter in name if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co")
    )
    plain = " ".join(re.sub(r'[<>:"|?*]', " ", visible).split()).strip(". ")
    stem, dot, extension = plain.rpartition(".")
    if not dot:
        return plain[:MAX_LENGTH] or "tệp"
    return f"{stem.rstrip('. ')[: MAX_LENGTH - len(extension) - 1] or 'tệp'}.{extension}"


def allowed_extension(name: str) -> str:
    """pdf, docx, xlsx, png or jpg. Raises Refused for any other, and for a disguised one."""
    *inner, last = name.lower().split(".")
    extension = _ALIASES.get(last, "") if inner else ""
    if inner and last in ("heic", "heif"):
        raise photograph_of_iphone(name)
    if inner and last in ("doc", "xls"):
        raise Refused(
            f"Tệp “{name}” là Word hoặc Excel kiểu cũ. "
            "Hãy mở ra, lưu lại thành docx hoặc xlsx rồi tải lên."
        )
    if not extension:
        raise Refused(f"Tệp “{name}” không thuộc loại được nhận: pdf, docx, xlsx, png, jpg.")
    if _DANGEROUS.intersection(part.strip() for part in inner[1:]):
        raise Refused(f"Tên tệp “{name}” có hai đuôi tệp. Hãy đặt lại tên rồi tải lên.")
    if _RESERVED.fullmatch(inner[0]):
        raise Refused(f"Tên tệp “{name}” là tên riêng của Windows. Hãy đặt lại tên rồi tải lên.")
    return extension


def locked(name: str) -> Refused:
    return Refused(f"Tệp “{name}” có đặt mật khẩu. Hãy bỏ mật khẩu rồi gửi.")


def photograph_of_iphone(name: str) -> Refused:
    """Refusal of HEIC, which only Apple's browsers display."""
    return Refused(
        f"Ảnh “{name}” ở dạng HEIC của iPhone, chưa nhận được. Hãy chụp bằng nút “Chụp ảnh”, hoặc "
        "đổi sang jpg (Cài đặt › Camera › Định dạng › Tương thích nhất) rồi tải lên."
    )
