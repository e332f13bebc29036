"""A real conversation with a mail server that leaves at each of its steps."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core import mail

from reporting.notices.posting import Unsent, post

HANG_UP = ""
ANSWERS = {
    "GREETING": "220 mail.vidu.vn",
    "EHLO": "250 mail.vidu.vn",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    "CONTENT": "250 taken",
    "RSET": "250 ok",
    "QUIT": "221 bye",
}


class Server:
    """Answers one connection after the other as `answers` says; keeps what it took."""

    def __init__(self, **answers: str) -> None:
        self.answers = ANSWERS | answers
        self.taken: list[str] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(timeout=10)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as lines:
                self._talk(lines)

    def _talk(self, lines) -> None:
        step = "GREETING"
        while step:
            if step == "CONTENT":
                content = "".join(line.decode() for line in iter(lines.readline, b".\r\n"))
                if self.answers[step].startswith("250"):
                    self.taken.append(content)
            if self.answers[step] == HANG_UP:
                return
            lines.write(f"{self.answers[step]}\r\n".encode())
            lines.flush()
            is_asked_for_content = step == "DATA" and self.answers[step].startswith("354")
            step = "CONTENT" if is_asked_for_content else lines.readline().decode()[:4].upper()


@contextmanager
def serving(settings, **answers: str) -> Iterator[Server]:
    server = Server(**answers)
    settings.EMAIL_BACKEND = "reporting.notices.posting.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 5
    try:
        yield server
    finally:
        server.close()


def _post():
    post(mail.EmailMessage("Theo dõi", "Nội dung", to=["lan@vidu.vn"]))


def test_a_mail_is_taken(settings):
    with serving(settings) as server:
        _post()

    assert "To: lan@vidu.vn" in server.taken[0]


@pytest.mark.parametrize(
    ("step", "answer", "told"),
    [
        ("GREETING", HANG_UP, "Không kết nối được máy chủ thư."),
        ("GREETING", "554 not now", "Không kết nối được máy chủ thư."),
        ("EHLO", HANG_UP, "Máy chủ thư ngắt kết nối trước khi nhận thư."),
        ("MAIL", HANG_UP, "Máy chủ thư ngắt kết nối trước khi nhận thư."),
        ("MAIL", "421 closing", "Máy chủ thư từ chối (mã 421)."),
        ("RCPT", HANG_UP, "Máy chủ thư ngắt kết nối trước khi nhận thư."),
        ("RCPT", "450 later", "Máy chủ thư tạm thời chưa nhận địa chỉ này (mã 450)."),
        ("RCPT", "550 unknown", "Máy chủ thư không nhận địa chỉ này."),
        ("DATA", HANG_UP, "Máy chủ thư ngắt kết nối trước khi nhận thư."),
        ("DATA", "451 later", "Máy chủ thư từ chối (mã 451)."),
        ("CONTENT", "552 full", "Máy chủ thư từ chối (mã 552)."),
    ],
)
def test_a_server_that_leaves_before_the_content_certainly_took_nothing(
    settings, step, answer, told
):
    with serving(settings, **{step: answer}) as server, pytest.raises(Unsent) as unsent:
        _post()

    assert str(unsent.value) == told
    assert server.taken == []


def test_a_refused_connection_certainly_took_nothing(settings):
    with serving(settings):
        pass
    with pytest.raises(Unsent, match="Không kết nối được máy chủ thư"):
        _post()


def test_a_server_that_leaves_after_the_content_may_have_taken_it(settings):
    with serving(settings, CONTENT=HANG_UP), pytest.raises(OSError) as unknown:  # noqa: PT011
        _post()

    assert not isinstance(unknown.value, Unsent)


def test_a_server_that_leaves_without_a_goodbye_has_taken_the_mail(settings):
    with serving(settings, QUIT=HANG_UP) as server:
        _post()

    assert len(server.taken) == 1
