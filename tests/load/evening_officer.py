"""An officer of the evening, and what was acknowledged of their report."""

import threading
from dataclasses import dataclass, field

from tests.load.visitor import Visitor


@dataclass
class Officer:
    """One unit's report: what was acknowledged of it."""

    url: str
    cookie: str
    submission: int
    entries: list[int]
    saved: dict[int, str] = field(default_factory=dict)
    unanswered: set[str] = field(default_factory=set)
    photos: list[str] = field(default_factory=list)
    is_sent: bool = False
    is_busy: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.drafts = [
            Visitor(self.url, submission=self.submission, entry=entry) for entry in self.entries
        ]
        self.cookies = {"sessionid": self.cookie}
        for draft in self.drafts:
            draft.cookies = self.cookies

    def open(self) -> str | None:
        status, text = self.drafts[0].request("GET", self.drafts[0].page)
        for draft in self.drafts:
            draft.hidden = draft.hidden_in(text)
        return None if status == 200 else f"page answered {status}"

    def save(self, index: int, text: str) -> str | None:
        draft = self.drafts[index % len(self.drafts)]
        self.unanswered.add(text)
        status, hidden = draft.save(text)
        if status != 200 or not hidden:
            return f"save answered {status}"
        draft.hidden = hidden
        self.saved[draft.entry] = text
        return None

    def add_photo(self, name: str, photo: bytes) -> str | None:
        draft = self.drafts[0]
        status, text = draft.upload(f"/entries/{draft.entry}/evidence/", name, photo)
        if status != 200 or name not in text:
            return f"upload answered {status}"
        self.photos.append(name)
        return None

    def send(self) -> str | None:
        status, _ = self.drafts[0].request("POST", f"{self.drafts[0].page}send/", {})
        if status != 302:
            return f"send answered {status}"
        self.is_sent = True
        return None
