"""A request is whole when its last byte has come, however the bytes were cut."""

from http import HTTPStatus

import pytest

from tracker.lib.serving.arriving import IN_MEMORY, LONGEST_HEAD, Arriving
from tracker.lib.serving.pace import GRACE, HEAD_WITHIN, LONGEST_PAUSE, SLOWEST, Pace

HEAD = b"POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n"
FORM = HEAD % 11 + b"ho-ten=Binh"


@pytest.fixture
def arriving():
    """Makes requests, and closes them after the test."""
    made = []

    def make(longest_body=1_000_000, folder=None):
        made.append(Arriving(0.0, longest_body=longest_body, folder=folder))
        return made[-1]

    yield make
    for request in made:
        request.close()


def all_of(request):
    request.rewind()
    found = b""
    while data := request.read(7):
        found += data
    return found


@pytest.mark.parametrize("size", [1, 2, 3, 5, 17, 50, 51, 52, 1000])
def test_a_request_is_whole_with_its_last_byte(size, arriving):
    request = arriving()
    pieces = [FORM[start : start + size] for start in range(0, len(FORM), size)]

    for piece in pieces[:-1]:
        assert request.feed(piece, 0.0) == b""
        assert not request.is_whole
    assert request.feed(pieces[-1], 0.0) == b""

    assert request.is_whole
    assert all_of(request) == FORM


def test_what_follows_belongs_to_the_next_request(arriving):
    request = arriving()

    rest = request.feed(FORM + b"GET /b HTTP/1.1\r\n", 0.0)

    assert rest == b"GET /b HTTP/1.1\r\n"
    assert all_of(request) == FORM


def test_a_request_without_a_body_is_whole_with_its_head(arriving):
    request = arriving()

    rest = request.feed(b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET", 0.0)

    assert (request.is_whole, rest) == (True, b"GET")


def test_a_long_body_goes_to_disk(tmp_path, arriving):
    request = arriving(folder=str(tmp_path))
    long = b"a" * (IN_MEMORY + 1)

    request.feed(HEAD % len(long), 0.0)
    assert request.body._rolled is False
    request.feed(long, 0.0)

    assert request.body._rolled is True
    assert all_of(request) == HEAD % len(long) + long
    request.close()
    assert list(tmp_path.iterdir()) == []


def test_a_body_that_finds_no_room_is_refused(tmp_path, arriving):
    request = arriving(folder=str(tmp_path / "missing"))

    request.feed(HEAD % (IN_MEMORY + 1), 0.0)
    request.feed(b"a" * (IN_MEMORY + 1), 0.0)

    assert request.refusal is HTTPStatus.INSUFFICIENT_STORAGE


def test_a_body_that_is_too_long_is_answered_without_being_read(arriving):
    request = arriving(longest_body=10)

    rest = request.feed(FORM, 0.0)

    assert (request.is_whole, request.is_cut, rest) == (True, True, b"")
    assert all_of(request) == HEAD % 11


@pytest.mark.parametrize(
    "lines", [b"Content-Length: 1\r\nContent-Length: 2\r\n", b"Content-Length: -1\r\n"]
)
def test_a_wrong_length_is_left_to_the_parser(lines, arriving):
    request = arriving()

    request.feed(b"POST / HTTP/1.1\r\n" + lines + b"\r\n", 0.0)

    assert request.is_whole
    assert request.refusal is None


def test_a_body_without_a_length_is_refused(arriving):
    request = arriving()

    request.feed(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 0.0)

    assert request.refusal is HTTPStatus.LENGTH_REQUIRED


def test_a_head_without_an_end_is_refused(arriving):
    request = arriving()

    request.feed(b"GET / HTTP/1.1\r\nA: " + b"a" * LONGEST_HEAD, 0.0)

    assert request.refusal is HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE


def test_a_client_that_waits_for_a_word_gets_it_once(arriving):
    request = arriving()

    request.feed(HEAD[:-2] % 11 + b"Expect: 100-continue\r\n\r\n", 0.0)

    assert request.wants_word
    assert b"Expect" not in request.head


def test_the_whole_head_has_one_deadline(arriving):
    request = arriving()
    for second in range(int(HEAD_WITHIN)):
        request.feed(b"G", float(second))

    assert not request.is_too_slow(HEAD_WITHIN)
    assert request.is_too_slow(HEAD_WITHIN + 0.1)


def test_a_slow_line_is_served_and_a_drip_is_ended():
    line, drip = Pace.from_now(0.0), Pace.from_now(0.0)
    for second in range(1, 600):
        line.move(SLOWEST + 1, float(second))
        drip.move(1, float(second))

    assert not line.is_too_slow(599.0)
    assert drip.is_too_slow(GRACE + 1)
    assert not Pace.from_now(0.0).is_too_slow(GRACE)


def test_a_line_that_falls_silent_is_ended():
    pace = Pace.from_now(0.0)
    pace.move(10**9, 1.0)

    assert not pace.is_too_slow(LONGEST_PAUSE)
    assert pace.is_too_slow(LONGEST_PAUSE + 1.1)
