"""People who save, comment and add files over HTTP while faults are put in, and remember what was
acknowledged.

An entry has one writer. A save from version N is acknowledged with N+1, and the server writes by
compare-and-set, so what the last acknowledged version holds tells about all before it (see
`tests.load.filing`). A comment and a file are each looked up by themselves.
"""

import http.client
import itertools
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.drill.stored import Kept
from tests.load.photos import photo
from tests.load.visitor import Visitor

PAUSE = 0.4  # seconds between the steps of one person
AGAIN_AFTER = 0.5
# Of so many steps of a person one is a comment, and one a file of evidence
EVERY = 10


@dataclass(frozen=True)
class Saved:
    version: int
    text: str
    at: float


@dataclass(frozen=True)
class Given:
    """A comment, or the name of a file, on an entry."""

    entry: int
    words: str
    at: float


@dataclass
class Person:
    visitor: Visitor
    username: str
    password: str
    acknowledged: list[Saved] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    comments: list[Given] = field(default_factory=list)
    files: list[Given] = field(default_factory=list)
    # Entries of the report that take files, in turn: each takes so many
    entries: list[int] = field(default_factory=list)
    # Answers of 500; one of 503 is a sentence that asks for patience
    error_pages: int = 0

    def enter(self) -> None:
        self.visitor.log_in(self.username, self.password)
        self.visitor.open_submission()
        _, page = self.visitor.request("GET", self.visitor.page)
        found = re.findall(r'action="/entries/(\d+)/evidence/"', page)
        self.entries = [int(entry) for entry in dict.fromkeys(found)]

    def step(self, number: int) -> bool:
        """Save, comment or add a file; whether it was acknowledged."""
        if number % EVERY == 4:
            return self.comment(f"Trao đổi {number} của {self.username}: xin ý kiến Văn phòng.")
        if number % EVERY == 9:
            return self.add_file(f"anh-{self.username}-{number}.jpg", number // EVERY)
        return self.save(f"Lần lưu {number} của {self.username}: đã làm thêm một việc.")

    def comment(self, text: str) -> bool:
        entry = self.visitor.entry
        path = f"/entries/{entry}/comments/add/"

        def send() -> tuple[int, str]:
            return self.visitor.request("POST", path, {"text": text}, htmx=True)

        return self._give(send, self.comments, entry, text)

    def add_file(self, name: str, turn: int) -> bool:
        entry = self.entries[turn % len(self.entries)]

        def send() -> tuple[int, str]:
            return self.visitor.upload(f"/entries/{entry}/evidence/", name, photo(side=40))

        return self._give(send, self.files, entry, name)

    def _give(
        self, send: Callable[[], tuple[int, str]], given: list[Given], entry: int, words: str
    ) -> bool:
        try:
            status, answer = send()
        except (OSError, http.client.HTTPException):
            return False
        self.error_pages += status == 500
        if status != 200 or words not in answer:
            return False
        given.append(Given(entry, words, time.monotonic()))
        return True

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

    def num_gone(self, kept: Kept, *, before: float = float("inf")) -> int:
        """How many comments and files acknowledged `before` are missing in what is `kept`."""
        pairs = ((self.comments, kept.comments), (self.files, kept.files))
        return sum(
            one.at < before and (one.entry, one.words) not in stored
            for given, stored in pairs
            for one in given
        )


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
        """Results, comments and files that were acknowledged."""
        return sum(self.num_by_kind.values())

    @property
    def num_by_kind(self) -> dict[str, int]:
        return {
            "results": sum(len(person.acknowledged) for person in self.persons),
            "comments": sum(len(person.comments) for person in self.persons),
            "files": sum(len(person.files) for person in self.persons),
        }

    @property
    def num_error_pages(self) -> int:
        return sum(person.error_pages for person in self.persons)

    def has_saved_since(self, moment: float) -> bool:
        return any(
            person.acknowledged[-1:] and person.acknowledged[-1].at > moment
            for person in self.persons
        )

    def num_lost(self, kept: Kept, *, before: float = float("inf")) -> int:
        """What was acknowledged and is missing in what is `kept`."""
        return sum(
            person.num_lost(*kept.entries.get(person.visitor.entry, (-1, "")), before=before)
            + person.num_gone(kept, before=before)
            for person in self.persons
        )

    def _save_on(self, person: Person) -> None:
        for number in itertools.count(1):
            if self._stop.is_set():
                return
            if not person.step(number):
                while not self._stop.wait(AGAIN_AFTER) and not person.open_again():
                    continue
            self._stop.wait(PAUSE)
