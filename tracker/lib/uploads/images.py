"""Pictures, encoded again so that only the image itself is kept."""

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from tracker.lib.refusal import Refused

MAX_PIXELS = 64_000_000
MAX_SIDE = 4_000
_FORMATS = {"png": "PNG", "jpg": "JPEG"}
_one_at_a_time = threading.Lock()


def redrawn(stream: BinaryIO, *, name: str, extension: str) -> BinaryIO:
    """The picture encoded again, upright and at most MAX_SIDE wide and high.

    This removes place, time and camera, hidden payloads and further frames. Raises Refused.
    """
    try:
        with _whole_pictures_only(), warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _redrawn(stream, name=name, format_name=_FORMATS[extension])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(name) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Refused(f"Ảnh “{name}” không mở được, có thể đã hỏng.") from error


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """Refuse truncated pictures, which Pillow accepts once WeasyPrint is loaded."""
    with _one_at_a_time:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _redrawn(stream: BinaryIO, *, name: str, format_name: str) -> BinaryIO:
    with Image.open(stream, formats=[format_name]) as image:
        if image.width * image.height > MAX_PIXELS:
            raise _too_many_pixels(name)
        # Large photographs are decoded at a half or a quarter of their size
        image.draft("RGB", (3_000, 3_000))
        image.thumbnail((MAX_SIDE, MAX_SIDE))
        upright = ImageOps.exif_transpose(image)
        if format_name == "JPEG" and upright.mode not in ("RGB", "L"):
            upright = upright.convert("RGB")
        clean = io.BytesIO()
        bare = Image.new(upright.mode, upright.size)
        if upright.mode == "P":
            upright = upright.convert("RGBA")
            bare = Image.new("RGBA", upright.size)
        bare.paste(upright)
        bare.save(clean, format=format_name, quality=88, optimize=format_name == "JPEG")
    return clean


def _too_many_pixels(name: str) -> Refused:
    return Refused(f"Ảnh “{name}” có kích thước quá lớn. Hãy thu nhỏ rồi tải lên.")
