"""How passwords are hashed, and how many of strangers' at once.

Argon2id is the first choice of OWASP's Password Storage Cheat Sheet; its least figures are 19 MiB,
two passes and one lane. Here three passes are made. Earlier hashes (PBKDF2) are replaced when
their owner logs in.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

from tracker.lib.refusal import Refused


class Argon2id(Argon2PasswordHasher):
    memory_cost = 19 * 1024  # KiB
    time_cost = 3
    parallelism = 1


class HashingSlots:
    """Turns, one at a time and `pause` seconds apart; a few callers may wait for theirs.

    Hashing takes processor time that pages need too: whoever types invented names may use a part
    of one core and a few threads, and no more.
    """

    def __init__(self, *, num_waiting: int, pause: float) -> None:
        self._pause = pause
        self._places = threading.BoundedSemaphore(num_waiting + 1)
        self._turn = threading.Lock()
        self._next_at = 0.0

    @contextmanager
    def turn(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise Refused("Có nhiều người đang đăng nhập cùng lúc. Hãy thử lại sau vài giây.")
        try:
            with self._turn:
                time.sleep(max(0.0, self._next_at - time.monotonic()))
                self._next_at = time.monotonic() + self._pause
                yield
        finally:
            self._places.release()


# All processes together: at most ten a second from addresses where the name is not known
OF_STRANGERS = HashingSlots(num_waiting=3, pause=0.1 * settings.WEB_CONCURRENCY)
