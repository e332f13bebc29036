"""A small product for the tests of the server: it digests what it gets, and gives a long file."""

import hashlib
import os
from pathlib import Path

from tracker.lib.serving import arriving, pace, worker
from tracker.lib.serving.worker import BufferingWorker


class ImpatientWorker(BufferingWorker):
    """Ends slow connections after a second."""

    def init_process(self):
        arriving.HEAD_WITHIN = pace.GRACE = 1.0
        super().init_process()


class NarrowWorker(BufferingWorker):
    """Has room for 24 connections in all processes together, and 12 of one address."""

    def init_process(self):
        worker.CONNECTIONS, worker.UNFINISHED_PER_ADDRESS = 24, 12
        super().init_process()


def application(environ, start_response):
    if environ["PATH_INFO"] == "/file":
        path = Path(os.environ["LONG_FILE"])
        start_response("200 OK", [("Content-Length", str(path.stat().st_size))])
        return environ["wsgi.file_wrapper"](path.open("rb"))
    if environ["PATH_INFO"] == "/refuse":
        start_response("413 Content Too Large", [("Content-Length", "4")])
        return [b"long"]
    body = environ["wsgi.input"].read()
    answer = f"{len(body)} {hashlib.sha256(body).hexdigest()} {environ['REMOTE_ADDR']}".encode()
    start_response("200 OK", [("Content-Length", str(len(answer)))])
    return [answer]
