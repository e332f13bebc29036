"""Logging as one line per event, key=value or JSON, for our code and for packages."""

import logging
from contextvars import ContextVar

import structlog
from django.http import HttpRequest
from structlog.typing import EventDict, Processor, WrappedLogger

from tracker.lib.http.client_address import sender

KEYS = ["timestamp", "level", "event", "request_id"]

# Of the request that is being answered, or that sent the job that is being done
request_id: ContextVar[str] = ContextVar("request_id", default="")


def formatter(style: str = "line") -> logging.Formatter:
    """Formatter for `settings.LOGGING`; `style` is "line" or "json"."""
    render: Processor = structlog.processors.LogfmtRenderer(key_order=KEYS)
    if style == "json":
        render = structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            _name_request,
            structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%S.%f%z", utc=False),
            structlog.processors.format_exc_info,
        ],
    )


def _name_request(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Put the id of the request in, and leave the request itself out.

    Django adds it to its records, and shows it with the query string, which may be personal.
    """
    request = event.pop("request", None)
    if isinstance(request, HttpRequest):
        event.update(sender(request))
    event["request_id"] = request_id.get()
    return event
