"""Mails as files in the data folder, for a product without a mail server."""

import time
from pathlib import Path

from django.core.mail.backends import filebased

KEPT_FOR = 30 * 24 * 60 * 60  # seconds


class EmailBackend(filebased.EmailBackend):
    """Each delivery is a file, readable by its owner only; old ones are removed."""

    def open(self) -> bool | None:
        folder = Path(str(self.file_path))
        folder.chmod(0o700)
        for path in folder.glob("*.log"):
            if time.time() - path.stat().st_mtime > KEPT_FOR:
                path.unlink(missing_ok=True)
        return super().open()
