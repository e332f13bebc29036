"""The antivirus that is asked about each upload, played by small local ones."""

import io
import socket
import socketserver
import struct
import sys
import threading

import pytest

from tests.reporting.evidence.uploads import pdf
from tracker.lib import uploads
from tracker.lib.refusal import Refused

SICK = b"%% thu-nghiem-vi-rut"
COMMAND = """
import sys
sick = b"thu-nghiem-vi-rut" in sys.stdin.buffer.read()
print("stdin: Thu.Nghiem FOUND" if sick else "stdin: OK")
sys.exit(1 if sick else 0)
"""


def check(content):
    return uploads.check(io.BytesIO(content), name="a.pdf", size=len(content))


class Clamd(socketserver.BaseRequestHandler):
    """Speaks INSTREAM; `answers` of the server replaces its verdict."""

    def handle(self):
        if self._exactly(10) != b"zINSTREAM\0":
            return
        content = b""
        while size := struct.unpack("!I", self._exactly(4))[0]:
            content += self._exactly(size)
        verdict = b"stream: Thu.Nghiem FOUND" if SICK in content else b"stream: OK"
        answer = self.server.answer
        if answer is None:
            threading.Event().wait(5)
        else:
            self.request.sendall((answer or verdict) + b"\0")

    def _exactly(self, size):
        content = b""
        while len(content) < size:
            content += self.request.recv(size - len(content))
        return content


@pytest.fixture(params=["unix", "tcp"])
def clamd(request, settings, tmp_path):
    base = (
        socketserver.ThreadingUnixStreamServer
        if request.param == "unix"
        else socketserver.ThreadingTCPServer
    )
    address = str(tmp_path / "clamd") if request.param == "unix" else ("127.0.0.1", 0)
    with base(address, Clamd) as server:
        server.daemon_threads, server.block_on_close, server.answer = True, False, b""
        settings.ANTIVIRUS = (
            f"unix://{address}"
            if request.param == "unix"
            else f"tcp://127.0.0.1:{server.server_address[1]}"
        )
        settings.ANTIVIRUS_SECONDS = 1
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_without_the_setting_nothing_is_asked():
    assert check(pdf() + SICK).name == "a.pdf"


def test_clamd_accepts_a_clean_file_which_is_then_read_whole(clamd):
    content = pdf() + b"%" * 200

    assert check(content).stream.read() == content


def test_clamd_names_what_it_found(clamd):
    with pytest.raises(Refused, match=r"không cho nhận tệp “a.pdf” \(Thu.Nghiem\)"):
        check(pdf() + SICK)


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR", b"?", None])
def test_without_a_verdict_in_time_nothing_is_accepted(clamd, answer):
    clamd.answer = answer

    with pytest.raises(Refused, match=r"Chưa kiểm tra vi-rút được.*báo quản trị"):
        check(pdf())


def test_a_scanner_that_is_away_accepts_nothing(settings, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for away in (f"unix://{tmp_path}/none", f"tcp://127.0.0.1:{port}", f"{tmp_path}/none"):
        settings.ANTIVIRUS = away
        with pytest.raises(Refused, match="Chưa kiểm tra vi-rút được"):
            check(pdf())


@pytest.fixture
def command(settings, tmp_path):
    def choose(source):
        script = tmp_path / "quét vi-rút.py"
        script.write_text(source, encoding="utf-8")
        settings.ANTIVIRUS = f'{sys.executable} "{script}"'
        settings.ANTIVIRUS_SECONDS = 5

    return choose


def test_a_command_may_scan(command):
    command(COMMAND)

    assert check(pdf()).name == "a.pdf"
    with pytest.raises(Refused, match=r"\(Thu.Nghiem\)"):
        check(pdf() + SICK)


def test_a_command_that_does_not_name_the_virus_refuses_too(command):
    command("raise SystemExit(1)")

    with pytest.raises(Refused, match=r"không cho nhận tệp “a.pdf”\. Hãy quét"):
        check(pdf())


def test_a_command_that_fails_or_is_slow_accepts_nothing(command, settings):
    command("raise SystemExit(2)")
    with pytest.raises(Refused, match="Chưa kiểm tra vi-rút được"):
        check(pdf())

    command("import time; time.sleep(9)")
    settings.ANTIVIRUS_SECONDS = 0.2
    with pytest.raises(Refused, match="Chưa kiểm tra vi-rút được"):
        check(pdf())
