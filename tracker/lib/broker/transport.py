"""Kombu's side of the folders: a transport for the URL `folders://`.

The messages lie in the folder of the transport option `folder`.
"""

import os
import uuid
from pathlib import Path
from queue import Empty
from typing import cast

from kombu.transport import TRANSPORT_ALIASES, virtual

from tracker.lib.broker.folders import Folders, Taken

SCHEME = "folders"


def register() -> None:
    """Make the scheme known to kombu."""
    TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"


class QoS(virtual.QoS):
    """Acknowledgements that reach the folders."""

    def ack(self, delivery_tag: str) -> None:
        self.channel.finish(delivery_tag)
        super().ack(delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        if not requeue:
            self.channel.finish(delivery_tag)
        super().reject(delivery_tag, requeue=requeue)


class Channel(virtual.Channel):
    QoS = QoS

    def __init__(self, connection: virtual.Transport, **kwargs: object) -> None:
        super().__init__(connection, **kwargs)
        self.folders = Folders(Path(connection.client.transport_options["folder"]))
        self._taken: dict[str, Taken] = {}
        self._pid = os.getpid()

    def finish(self, delivery_tag: str) -> None:
        if taken := self._taken.pop(delivery_tag, None):
            self.folders.finish(taken)

    def close(self) -> None:
        super().close()
        self.folders.close()

    def _put(self, queue: str, message: dict[str, object], **kwargs: object) -> None:
        self.folders.put(queue, message)

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, object]:
        taken = self.folders.take(queue)
        if taken is None:
            raise Empty
        # A tag for each delivery: a message that went back to its queue comes with its old one
        tag = uuid.uuid4().hex
        self._taken[tag] = taken
        properties = cast("dict[str, object]", taken.message["properties"])
        return {**taken.message, "properties": {**properties, "delivery_tag": tag}}

    def _restore(self, message: virtual.Message) -> None:
        # A child of the pool has a copy of the channel, and no part in it
        if self._pid == os.getpid() and (taken := self._taken.pop(message.delivery_tag, None)):
            self.folders.give_back(taken)

    def _size(self, queue: str) -> int:
        return self.folders.count(queue)

    def _purge(self, queue: str) -> int:
        return self.folders.purge(queue)


class Transport(virtual.Transport):
    """Polls twice a second; has no remote control (fanout), which nothing here uses."""

    Channel = Channel
    driver_type = driver_name = SCHEME
    polling_interval = 0.5
    connection_errors = (*virtual.Transport.connection_errors, OSError)
    implements = virtual.Transport.implements.extend(
        exchange_type=frozenset(["direct"]),
    )

    def drain_events(self, connection: object, timeout: float | None = None) -> None:
        """Return to the worker after each poll: it looks only then whether it must stop."""
        longest = timeout if timeout is None else min(timeout, self.polling_interval)
        super().drain_events(connection, timeout=longest)

    def driver_version(self) -> str:
        return "1"
