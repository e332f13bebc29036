"""Photographs that people add."""

import io
import random

from PIL import Image


def photo(*, side: int) -> bytes:
    """A square of `side` pixels, of which no two are the same; 260 pixels make about 50 KB."""
    image = Image.frombytes("RGB", (side, side), random.randbytes(side * side * 3))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=80)
    return file.getvalue()
