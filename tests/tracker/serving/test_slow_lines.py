"""The server with real sockets: slow lines hold no thread, and whole requests get their answers."""

import hashlib
import http.client
import os
import re
import resource
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.load import slow
from tests.product import ROOT, clean_environment
from tests.servers import free_port
from tracker.lib import commands

MB = 1024 * 1024
FORM = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n"


@pytest.fixture(scope="module")
def long_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("served") / "long"
    path.write_bytes(os.urandom(24 * MB))
    return path


def start(folder, long_file, *options, **settings):
    """A server process like the product's, but with the small product of `echo`."""
    port = free_port()
    command = commands.web(f"127.0.0.1:{port}")
    command[1] = "tests.tracker.serving.echo"
    worker = "--worker-class=tests.tracker.serving.echo.ImpatientWorker"
    environment = clean_environment(folder) | {
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
        "LONG_FILE": str(long_file),
        **settings,
    }
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command, worker, *options],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
    until = time.monotonic() + 30
    while True:
        try:
            get(port)
        except OSError:
            assert time.monotonic() < until, (folder / "log").read_text()
            time.sleep(0.05)
        else:
            return process, port


def stop(process):
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    return process.wait(30)


@pytest.fixture(scope="module")
def port(tmp_path_factory, long_file):
    process, port = start(tmp_path_factory.mktemp("server"), long_file)
    yield port
    stop(process)


def get(port, path="/"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    finally:
        connection.close()


def opened(port):
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    return connection, connection.makefile("rb")


def answer_in(stream):
    """Status and body of the next response in `stream`."""
    status = int(stream.readline().split()[1])
    length = 0
    while (line := stream.readline()) not in (b"\r\n", b""):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    return status, stream.read(length)


def digest(body):
    return f"{len(body)} {hashlib.sha256(body).hexdigest()} 127.0.0.1".encode()


def test_a_page_answers_within_a_second_beside_sixty_slow_lines(port):
    senders = [slow.dripping_head() for _ in range(25)] + [slow.dripping_body() for _ in range(25)]
    senders += [slow.upload(0.5, rate=MB / 4) for _ in range(4)]
    senders += [slow.slow_reader("/file") for _ in range(6)]

    with slow.crowd(senders, port):
        found = slow.page_seconds(port, "/", until=time.monotonic() + 4.0, every=0.05)

    assert len(found) > 20
    assert max(found) <= 1.0
    drips = [sender for sender in senders if sender.kind in ("head", "body")]
    assert all(1.0 <= (sender.ended_after or 99) < 3.5 for sender in drips)
    assert {bytes(sender.answer[:12]) for sender in drips} == {b"HTTP/1.1 408"}
    assert "Đường truyền quá chậm".encode() in drips[0].answer
    uploads = [sender for sender in senders if sender.kind == "upload"]
    assert all(digest(sender.slowly) in sender.answer for sender in uploads)


def test_a_long_answer_reaches_a_reader_that_stops_now_and_then(port, long_file):
    connection, stream = opened(port)
    connection.sendall(b"GET /file HTTP/1.1\r\nHost: a\r\n\r\n")
    time.sleep(0.5)

    status, body = answer_in(stream)

    assert (status, body == long_file.read_bytes()) == (200, True)
    connection.sendall(FORM % 2 + b"ok")
    assert answer_in(stream) == (200, digest(b"ok"))
    connection.close()


def test_requests_sent_ahead_are_answered_in_order(port):
    connection, stream = opened(port)

    connection.sendall(b"".join(FORM % 1 + letter for letter in (b"a", b"b", b"c")))

    assert [answer_in(stream) for _ in range(3)] == [
        (200, digest(each)) for each in (b"a", b"b", b"c")
    ]
    connection.close()


def test_a_connection_is_kept_for_longer_than_two_seconds(port):
    connection, stream = opened(port)
    for pause in (2.5, 0):
        connection.sendall(FORM % 4 + b"luu=")
        assert answer_in(stream) == (200, digest(b"luu="))
        time.sleep(pause)
    connection.close()


def test_a_client_is_told_to_go_on(port):
    connection, stream = opened(port)
    connection.sendall(FORM[:-2] % 2 + b"Expect: 100-continue\r\n\r\n")

    assert answer_in(stream) == (100, b"")
    connection.sendall(b"ok")
    assert answer_in(stream) == (200, digest(b"ok"))
    connection.close()


def test_a_request_that_is_too_long_is_answered_before_it_is_sent(port):
    connection, stream = opened(port)
    connection.sendall(b"POST /refuse HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n" + b"a" * 1000)

    assert answer_in(stream) == (413, b"long")
    assert stream.read() == b""  # the rest would be taken for a request
    connection.close()


def test_an_uploaded_file_takes_no_memory(port):
    connection, stream = opened(port)
    connection.sendall(FORM % (32 * MB))
    pid = max(children_named("ImpatientWorker", port), default=0)
    before = peak(pid)
    for _ in range(32 * 16 - 1):
        connection.sendall(b"\0" * (MB // 16))
    time.sleep(0.2)
    waiting = peak(pid) - before
    connection.sendall(b"\0" * (MB // 16))

    assert answer_in(stream)[0] == 200
    assert waiting < 4 * MB
    connection.close()


def children_named(word, port):
    """Processes of the server on `port`; the newest is the worker."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_text()
        except OSError:
            continue
        if word in line and f":{port}" in line:
            found.append(int(folder.name))
    return found


def peak(pid):
    text = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", text).group(1)) * 1024


def test_a_stopping_server_answers_what_is_on_its_way(tmp_path, long_file):
    process, port = start(tmp_path, long_file)
    connection, stream = opened(port)
    idle, _ = opened(port)
    connection.sendall(FORM % 5 + b"mot")
    time.sleep(0.2)

    process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    connection.sendall(b"ha")

    assert answer_in(stream) == (200, digest(b"motha"))
    began = time.monotonic()
    assert process.wait(30) == 0
    assert time.monotonic() - began < 6  # an idle connection does not hold it up
    connection.close()
    idle.close()


def test_a_worker_is_replaced_only_while_nothing_arrives(tmp_path, long_file):
    options = ("--max-requests=5", "--max-requests-jitter=0")
    process, port = start(tmp_path, long_file, *options)
    connection, stream = opened(port)
    connection.sendall(FORM % 2 + b"o")
    for _ in range(7):
        get(port)
    connection.sendall(b"k")
    assert answer_in(stream) == (200, digest(b"ok"))
    connection.close()
    get(port)

    assert stop(process) == 0
    log = (tmp_path / "log").read_text()
    assert log.count("Autorestarting worker after") == 1


def num_ended(connections):
    """How many of `connections` the server has closed."""
    ended = 0
    for connection in connections:
        connection.setblocking(False)
        try:
            ended += connection.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            continue
    return ended


@pytest.mark.parametrize(("proxies", "expected"), [("", 30), ("127.0.0.1", 0)])
def test_one_address_gives_way_to_itself_but_a_proxy_is_everybody(
    tmp_path, long_file, proxies, expected
):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    process, port = start(tmp_path, long_file, TRUSTED_PROXIES=proxies)
    connections = [opened(port)[0] for _ in range(230)]
    deadline = time.monotonic() + 20
    while num_ended(connections) < expected and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(0.3)  # no more of them end
    ended = num_ended(connections)
    for connection in connections:
        connection.close()

    assert ended == expected
    assert get(port) == digest(b"")
    assert stop(process) == 0
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def form_from(address, body=b"m"):
    """All of a form but its last bytes."""
    return FORM[:-2] % (len(body) + 2) + f"X-Forwarded-For: {address}\r\n\r\n".encode() + body


def num_open(connections):
    ended = select.select([each for each, _ in connections], [], [], 0)[0]
    return len(connections) - len(ended)


def wait_until_at_most(count, connections, port):
    until = time.monotonic() + 20
    while num_open(connections) > count:
        assert time.monotonic() < until, f"{num_open(connections)} are open"
        get(port)


def test_the_crowd_of_one_address_gives_way_over_all_processes(tmp_path, long_file):
    narrow = "--worker-class=tests.tracker.serving.echo.NarrowWorker"
    settings = {"WEB_CONCURRENCY": "2", "TRUSTED_PROXIES": "127.0.0.1"}
    process, port = start(tmp_path, long_file, narrow, **settings)
    alone, stream = opened(port)
    steady = b"m" * 9000
    alone.sendall(form_from("10.0.0.2", steady))

    crowd = [opened(port) for _ in range(30)]
    for connection, _ in crowd:
        connection.sendall(form_from("10.0.0.1"))
    wait_until_at_most(12, crowd, port)
    alone.sendall(b"o")
    many = [opened(port) for _ in range(30)]
    for number, (connection, _) in enumerate(many):
        connection.sendall(form_from(f"10.0.1.{number}"))
    wait_until_at_most(24, crowd + many, port)
    alone.sendall(b"t")

    assert answer_in(stream) == (200, digest(steady + b"ot"))
    for connection, _ in [*crowd, *many, (alone, stream)]:
        connection.close()
    stop(process)
