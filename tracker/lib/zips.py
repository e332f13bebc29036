"""What reading a damaged .zip may raise: a cut one, a bad block, a password, an unknown packing."""

import zipfile
import zlib

BROKEN: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    ValueError,
)
