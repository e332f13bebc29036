"""Short secrets kept outside the memory of a process, sealed with SECRET_KEY."""

import base64

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def sealer(purpose: str) -> MultiFernet:
    """Seals with the key of this machine; opens also what was sealed before a restore.

    What is sealed for one purpose cannot be opened for another.
    """
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = [
        salted_hmac(purpose, "seal", secret=key, algorithm="sha256").digest() for key in keys
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
