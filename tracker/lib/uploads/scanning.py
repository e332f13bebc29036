"""Asks an antivirus about each upload, if the setting ANTIVIRUS names one.

Either the address of clamd (`unix:///run/clamav/clamd.ctl`, `tcp://host:3310`), or a command that
reads the file from its standard input and exits like clamscan: 0 clean, 1 infected.
"""

import re
import shlex
import socket
import struct
import subprocess
from collections.abc import Iterator
from time import monotonic
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings

from tracker.lib.refusal import Refused

_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096


class _Unavailable(Exception):  # noqa: N818 -- becomes a refusal
    """No answer that says whether the file is clean."""


def check(stream: BinaryIO, *, name: str) -> None:
    """Raise Refused if the antivirus rejects the file, or does not answer in time."""
    if not settings.ANTIVIRUS:
        return
    stream.seek(0)
    try:
        virus = _virus_in(stream)
    except (_Unavailable, OSError, subprocess.SubprocessError, ValueError) as error:
        raise Refused(
            f"Chưa kiểm tra vi-rút được cho tệp “{name}” nên chưa nhận. Hãy thử lại sau ít phút; "
            "nếu vẫn vậy, hãy báo quản trị hệ thống."
        ) from error
    finally:
        stream.seek(0)
    if virus is not None:
        found = f" ({virus})" if virus else ""
        raise Refused(
            f"Phần mềm diệt vi-rút không cho nhận tệp “{name}”{found}. Hãy quét vi-rút máy đang "
            "dùng, rồi gửi bản sạch."
        )


def _virus_in(stream: BinaryIO) -> str | None:
    """The name of the virus, as far as it is told; None if the file is clean."""
    address = urlsplit(settings.ANTIVIRUS)
    if address.scheme == "unix":
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(settings.ANTIVIRUS_SECONDS)
            connection.connect(address.path)
            return _answer_of_clamd(connection, stream)
    if address.scheme == "tcp":
        host, port = address.hostname or "", address.port or 3310
        with socket.create_connection((host, port), settings.ANTIVIRUS_SECONDS) as connection:
            return _answer_of_clamd(connection, stream)
    return _answer_of_command(shlex.split(settings.ANTIVIRUS), stream)


def _answer_of_clamd(connection: socket.socket, stream: BinaryIO) -> str | None:
    end = monotonic() + settings.ANTIVIRUS_SECONDS
    connection.sendall(b"zINSTREAM\0")
    for chunk in _chunks(stream):
        connection.settimeout(_remaining(end))
        connection.sendall(struct.pack("!I", len(chunk)) + chunk)
    connection.sendall(struct.pack("!I", 0))
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        connection.settimeout(_remaining(end))
        more = connection.recv(_LONGEST_ANSWER)
        if not more:
            break
        answer += more
    text = answer.decode("utf-8", "replace").strip("\0\n ")
    if text.endswith(": OK"):
        return None
    if text.endswith(" FOUND"):
        return text.partition(": ")[2].removesuffix(" FOUND")[:80]
    raise _Unavailable(text)


def _answer_of_command(command: list[str], stream: BinaryIO) -> str | None:
    done = subprocess.run(  # noqa: S603 -- the administrator names the command
        command,
        input=stream.read(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=settings.ANTIVIRUS_SECONDS,
        check=False,
    )
    if done.returncode == 0:
        return None
    if done.returncode == 1:
        found = re.search(rb"([^\s:]{1,80}) FOUND", done.stdout[:_LONGEST_ANSWER])
        return found.group(1).decode("utf-8", "replace") if found else ""
    raise _Unavailable(f"exit {done.returncode}")


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _remaining(end: float) -> float:
    remaining = end - monotonic()
    if remaining <= 0:
        raise _Unavailable("too slow")
    return remaining
