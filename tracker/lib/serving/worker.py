"""The worker class of gunicorn: one loop for slow lines, threads for whole requests only.

gunicorn's own threads read a request from its socket and write the answer to it, so that four slow
lines hold all four of them. Here the loop reads, and sends what a line did not take at once.
"""

import contextlib
import errno
import selectors
import socket
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial
from http import HTTPStatus

from django.conf import settings
from gunicorn.http import wsgi
from gunicorn.workers.gthread import ThreadWorker

from tracker.lib.http.client_address import is_trusted_proxy
from tracker.lib.serving.arriving import Arriving
from tracker.lib.serving.connection import Connection, Stage
from tracker.lib.serving.pace import Pace
from tracker.lib.serving.refusals import refusal

CHUNK = 64 * 1024
AT_ONCE = 256 * 1024  # bytes read from one connection in a turn of the loop
# Of all processes together; each has its share, because the system spreads connections over them
CONNECTIONS = 1000
UNFINISHED_PER_ADDRESS = 200
# Seconds in which a stopping process answers requests on connections that are kept alive
LINGERS = 1.0
CLOSES_WITHIN = 2.0  # seconds; a longer body than is taken gets more, so that the answer is read
CLOSES_CUT_WITHIN = 10.0
# Seconds that a thread computes before another one may. Who holds SQLite's only right to write
# waits so long for each other thread after every statement, and everybody who saves waits with it.
THREADS_TAKE_TURNS_AFTER = 0.001


wsgi.SERVER = "tracker"  # the header tells no stranger which server to attack


class BufferingWorker(ThreadWorker):
    """Keeps `unfinished` connections, which have sent no whole request or not taken the answer."""

    alive: bool
    max_requests: int

    def init_process(self) -> None:
        self.unfinished: set[Connection] = set()
        self.looked_at = 0.0
        num_processes = max(self.cfg.workers, 1)
        self.worker_connections = CONNECTIONS // num_processes
        self.unfinished_per_address = UNFINISHED_PER_ADDRESS // num_processes
        # Replaced only while no request arrives: a stopping worker takes no new ones
        self.num_before_restart, self.max_requests = self.max_requests, sys.maxsize
        allow_many_files()
        sys.setswitchinterval(THREADS_TAKE_TURNS_AFTER)
        super().init_process()

    def accept(self, listener: socket.socket) -> None:
        self._make_room()
        try:
            sock, client = listener.accept()
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE):
                self._give_way(self._largest_crowd())
            elif error.errno not in (errno.EAGAIN, errno.ECONNABORTED):
                raise
            return
        self.nr_conns += 1
        connection = Connection(
            self.cfg, sock, client, listener.getsockname(), arriving=_nothing_yet()
        )
        self._watch(connection, selectors.EVENT_READ)
        self._begin(connection)
        self._receive(connection)

    def finish_request(self, connection: Connection, future: "Future[object]") -> None:
        """A thread has answered: send the rest, and wait for the next request or close."""
        answered = not future.cancelled() and future.exception() is None
        is_cut = connection.arriving.is_cut
        connection.is_kept = answered and future.result() is True and not is_cut
        connection.arriving.close()
        self._leave(connection)

    def murder_pending(self) -> None:
        """End what is too slow; called in each turn of the loop."""
        now = time.monotonic()
        if now - self.looked_at >= 0.5:
            self.looked_at = now
            for connection in list(self.unfinished):
                if not self.alive and connection.is_unused:
                    self._drop(connection)
                elif connection.is_late(now):
                    self._end_late(connection)
        # Later, if somebody is sending all the time, but then in any case
        limit = self.num_before_restart * (2 if self.unfinished else 1)
        if self.alive and self.nr >= limit:
            self.log.info("Autorestarting worker after %s requests.", self.nr)
            self.alive = False

    def _cap_keepalive(self, deadline: float) -> None:
        """Called once, when the process begins to stop."""
        super()._cap_keepalive(min(deadline, time.monotonic() + LINGERS))

    # The stages of a connection, in order

    def _begin(self, connection: Connection) -> None:
        connection.expect(_nothing_yet())
        self.unfinished.add(connection)
        self._limit_address(connection)

    def _receive(self, connection: Connection) -> None:
        for data in received(connection.socket):
            if not data:
                self._drop(connection)
                return
            if connection.stage is Stage.IDLE:
                self.keepalived_conns.remove(connection)
                self._begin(connection)
            self._take(connection, data)
            if connection.stage is not Stage.ARRIVING:
                return

    def _take(self, connection: Connection, data: bytes) -> None:
        arriving = connection.arriving
        had_head = arriving.has_head
        connection.rest = arriving.feed(data, time.monotonic())
        if arriving.has_head and not had_head:
            connection.know_client()
            if not arriving.is_whole:
                self._limit_address(connection)
        if arriving.refusal is not None:
            self._refuse(connection, arriving.refusal)
        elif arriving.is_whole:
            arriving.rewind()
            connection.stage = Stage.ANSWERING
            self.unfinished.discard(connection)
            self._watch(connection, 0)
            self.enqueue_req(connection)
        elif arriving.wants_word:
            arriving.wants_word = False
            with contextlib.suppress(OSError):
                connection.channel.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _refuse(self, connection: Connection, status: HTTPStatus) -> None:
        self.log.warning("%s from %s", status.phrase, connection.address)
        connection.is_kept = False
        try:
            connection.channel.sendall(refusal(status))
        except OSError:
            self._drop(connection)
        else:
            self._leave(connection)

    def _leave(self, connection: Connection) -> None:
        if connection.stage is not Stage.LEAVING:
            connection.stage = Stage.LEAVING
            connection.leaving = Pace.from_now(time.monotonic())
            self.unfinished.add(connection)
        before = connection.channel.num_sent
        try:
            is_sent = connection.channel.flush()
        except OSError:
            self._drop(connection)
            return
        connection.leaving.move(connection.channel.num_sent - before, time.monotonic())
        if not is_sent:
            self._watch(connection, selectors.EVENT_WRITE)
        elif connection.is_kept:
            self._keep(connection)
        else:
            self._close(connection)

    def _keep(self, connection: Connection) -> None:
        self._watch(connection, selectors.EVENT_READ)
        if connection.rest:
            self._begin(connection)
            self._take(connection, connection.rest)
            return
        self.unfinished.discard(connection)
        connection.stage = Stage.IDLE
        connection.set_timeout()
        if not self.alive:
            soon = time.monotonic() + LINGERS
            connection.timeout = min(connection.timeout, soon)
        self.keepalived_conns.append(connection)

    def _close(self, connection: Connection) -> None:
        """Close once the other side has: closing at once could cut the end of the answer."""
        try:
            connection.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop(connection)
            return
        connection.stage = Stage.CLOSING
        patience = CLOSES_CUT_WITHIN if connection.arriving.is_cut else CLOSES_WITHIN
        connection.ends_at = time.monotonic() + patience
        self._watch(connection, selectors.EVENT_READ)

    def _throw_away(self, connection: Connection) -> None:
        if any(not data for data in received(connection.socket)):
            self._drop(connection)

    def _drop(self, connection: Connection) -> None:
        self._watch(connection, 0)
        self.unfinished.discard(connection)
        if connection.stage is Stage.IDLE:
            with contextlib.suppress(ValueError):
                self.keepalived_conns.remove(connection)
        self.nr_conns -= 1
        connection.close()

    def _end_late(self, connection: Connection) -> None:
        if connection.stage is Stage.ARRIVING and not connection.is_unused:
            self._refuse(connection, HTTPStatus.REQUEST_TIMEOUT)
        else:
            self._drop(connection)

    # The loop

    def _watch(self, connection: Connection, events: int) -> None:
        with contextlib.suppress(KeyError, ValueError):
            self.poller.unregister(connection.socket)
        if events:
            self.poller.register(connection.socket, events, partial(self._on_event, connection))

    def _on_event(self, connection: Connection, sock: socket.socket) -> None:
        steps = {Stage.LEAVING: self._leave, Stage.CLOSING: self._throw_away}
        steps.get(connection.stage, self._receive)(connection)

    # Too many connections

    def _make_room(self) -> None:
        """Before the limit of all connections is reached, an idle or a slow one gives way."""
        if self.nr_conns + 1 < self.worker_connections:
            return
        if self.keepalived_conns:
            self._drop(self.keepalived_conns[0])
        else:
            self._give_way(self._largest_crowd())

    def _limit_address(self, connection: Connection) -> None:
        """One address may be an office; its slowest gives way where there are too many.

        A proxy speaks for everybody: whose request it is, is known once the head has come.
        """
        if is_trusted_proxy(connection.address):
            return
        same = [each for each in self.unfinished if each.address == connection.address]
        same.remove(connection)
        if len(same) >= self.unfinished_per_address:
            self._give_way(same)

    def _largest_crowd(self) -> list[Connection]:
        """The unfinished connections of the address that has most of them."""
        num_of = Counter(each.address for each in self.unfinished)
        most = max(num_of.values(), default=0)
        return [each for each in self.unfinished if num_of[each.address] == most]

    def _give_way(self, connections: list[Connection]) -> None:
        now = time.monotonic()
        if connections:
            slowest = min(connections, key=lambda each: each.rate(now))
            self.log.warning("Too many unfinished requests from %s", slowest.address)
            self._drop(slowest)


def _nothing_yet() -> Arriving:
    return Arriving(
        time.monotonic(),
        longest_body=settings.MAX_REQUEST_MB * 1024 * 1024,
        folder=settings.FILE_UPLOAD_TEMP_DIR,
    )


def received(sock: socket.socket) -> Iterator[bytes]:
    """What has come, at most `AT_ONCE`; empty bytes when the other side has closed."""
    for _ in range(AT_ONCE // CHUNK):
        try:
            data = sock.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        yield data
        if len(data) < CHUNK:  # most likely all of it; asking again would cost every request a call
            return


def allow_many_files() -> None:
    """Each connection is an open file, and so is each long body."""
    import resource  # noqa: PLC0415 -- not on every system

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY or soft < hard:
        wanted = 8192 if hard == resource.RLIM_INFINITY else min(hard, 8192)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
