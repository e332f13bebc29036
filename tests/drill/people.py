"""People who save over HTTP while faults are put in, and remember what was acknowledged.

An entry has one writer. A save from version N is acknowledged with N+1, and the server writes by
compare-and-set, so what the last acknowledged version holds tells about all before it (see
`tests.load.filing`).
"""

import http.client
import threading
import time
from dataclasses import dataclass, field

from tests.load.visitor import Visitor

PAUSE = 0.4  # seconds between the saves of one person
AGAIN_AFTER = 0.5


@dataclass(frozen=True)
class Saved:
    version: int
    text: str
    at: float


@dataclass
class Person:
    visitor: Visitor
    username: str
    password: str
    acknowledged: list[Saved] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    # Answers of 500; one of 503 is a sentence that asks for patience
    error_pages: int = 0

    def enter(self) -> None:
        self.visitor.log_in(self.username, self.password)
        self.visitor.open_submission()

    def save(self, text: str) -> bool:
        """Save once; whether it was acknowledged."""
        try:
            status, hidden = self.visitor.save(text)
        except (OSError, http.client.HTTPException):
            self.unanswered.append(text)
            return False
        self.error_pages += status == 500
        if status != 200 or hidden.get("version") != str(self.visitor.version + 1):
            self.unanswered.append(text)
            return False
        self.visitor.hidden = hidden
        self.acknowledged.append(Saved(self.visitor.version, text, time.monotonic()))
        return True

    def open_again(self) -> bool:
        """Load the page again after a failure, as a person does."""
        try:
            self.visitor.open_submission()
        except (OSError, http.client.HTTPException, AssertionError):
            return False
        return True

    def num_lost(self, version: int, text: str, *, before: float = float("inf")) -> int:
        """How many saves acknowledged `before` are missing in the stored `version` and `text`."""
        known = [saved for saved in self.acknowledged if saved.at < before]
        if not known:
            return 0
        last = known[-1]
        if version < last.version:
            return sum(saved.version > version for saved in known)
        if version == last.version:
            return int(text != last.text)
        later = [saved.text for saved in self.acknowledged if saved.version == version]
        return int(text not in (later or self.unanswered))


class People:
    """All persons, each in a thread. As a context manager they save until its end."""

    def __init__(self, url: str, rows: list[dict]) -> None:
        self.persons = [
            Person(
                Visitor(url, submission=row["submission"], entry=row["entry"]),
                row["username"],
                row["password"],
            )
            for row in rows
        ]
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> "People":
        for person in self.persons:
            person.enter()
        self._threads = [
            threading.Thread(target=self._save_on, args=(person,)) for person in self.persons
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    @property
    def num_saves(self) -> int:
        return sum(len(person.acknowledged) for person in self.persons)

    @property
    def num_error_pages(self) -> int:
        return sum(person.error_pages for person in self.persons)

    def has_saved_since(self, moment: float) -> bool:
        return any(
            person.acknowledged[-1:] and person.acknowledged[-1].at > moment
            for person in self.persons
        )

    def num_lost(self, stored: dict[int, tuple[int, str]], *, before: float = float("inf")) -> int:
        """Acknowledged saves that are missing in `stored`: version and result by entry."""
        return sum(
            person.num_lost(*stored.get(person.visitor.entry, (-1, "")), before=before)
            for person in self.persons
        )

    def _save_on(self, person: Person) -> None:
        number = 0
        while not self._stop.is_set():
            number += 1
            text = f"Lần lưu {number} của {person.username}: đã làm thêm một việc."
            if not person.save(text):
                while not self._stop.wait(AGAIN_AFTER) and not person.open_again():
                    continue
            self._stop.wait(PAUSE)
