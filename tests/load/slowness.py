"""Fifty-four slow connections for a minute, while the office reads its first page.

Beside them, POSTs two seconds apart on connections that are kept alive: none may be cut.
"""

import http.client
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from tests.load import slow
from tests.load.filing import arrange
from tests.load.visitor import Visitor
from tests.product import running_product

KEPT = 20  # connections with a POST every two seconds
NUM_POSTS = 10
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Figures:
    pages: int
    worst_ms: float
    drips_ended: int
    uploads_answered: int
    posts: int
    errors: int  # POSTs that were cut
    lost: int = 0

    def __str__(self) -> str:
        return (
            f"pages={self.pages} worst_ms={self.worst_ms:.0f} drips_ended={self.drips_ended}/50 "
            f"uploads={self.uploads_answered}/4 posts={self.posts} cut={self.errors}"
        )


def run(data: Path, *, seconds: float = 60.0, num_periods: int = 6, say=print) -> Figures:
    say("making a demonstration")
    arrange(data, 1, num_periods)
    with running_product(data) as product:
        port = int(product.url.rpartition(":")[2])
        office = Visitor(product.url, submission=0, entry=0)
        office.log_in(*_office(data))
        senders = [slow.dripping_head() for _ in range(25)]
        senders += [slow.dripping_body() for _ in range(25)]
        senders += [slow.upload() for _ in range(4)]
        cut: list[str] = []
        kept = [threading.Thread(target=_post_slowly, args=(port, cut)) for _ in range(KEPT)]
        say("50 drips, four uploads of 6 MB at 1 Mbit/s, the office's first page all the time")
        with slow.crowd(senders, port):
            for thread in kept:
                thread.start()
            until = time.monotonic() + seconds
            found = slow.page_seconds(port, "/", until=until, cookie=office.cookie_line())
        for thread in kept:
            thread.join()
    drips = [each for each in senders if each.kind != "upload"]
    return Figures(
        pages=len(found),
        worst_ms=max(found) * 1000,
        drips_ended=sum(each.ended_after is not None for each in drips),
        uploads_answered=sum(
            each.answer.startswith(b"HTTP/1.1 403") for each in senders if each not in drips
        ),
        posts=KEPT * NUM_POSTS,
        errors=len(cut),
    )


def _post_slowly(port: int, cut: list[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for _ in range(NUM_POSTS):
        try:
            connection.request("POST", "/log-in/", "a=b", FORM)
            connection.getresponse().read()
        except (OSError, http.client.HTTPException) as error:
            cut.append(repr(error))
            connection.close()
        time.sleep(2.0)
    connection.close()


def _office(data: Path) -> tuple[str, str]:
    """User name and password of the demonstration's first office reviewer."""
    lines = (data / "demo-logins.txt").read_text(encoding="utf-8").splitlines()
    line = next(line for line in lines if line.startswith("Chuyên viên Văn phòng"))
    _, username, password = line.split("\t")
    return username, password
