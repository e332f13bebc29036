"""One request within a transaction that is undone, and what it did wrong.

A refused request may leave nothing written. The tables that it wrote to are hashed after it and
again once everything is undone; a difference is a partial write.
"""

import copy
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.messages import ERROR, get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

_WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"([^"]+)"', re.IGNORECASE)
# What a refusal may write: sessions, and the journal of who tried to log in
FREE = re.compile(r"django_session|axes_|units_(?:attempt|login|signin|session)")


# Steps that save a draft first, so that a refusal of the rest costs no word; the page says so
SAVED_FIRST = {"reporting:write-contribution": {"reporting_contribution"}}
# A true answer while no worker runs
NOT_WELL = (503, "reporting:healthz")


@dataclass
class Findings:
    """What went wrong, as (what was sent, what was seen)."""

    num_inputs: int = 0
    errors: list[tuple[str, str]] = field(default_factory=list)
    partial: list[tuple[str, str]] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)

    def add(self, sent: str, seen: "Seen") -> None:
        self.num_inputs += 1
        self.addresses.add(seen.address)
        self.statuses[seen.status] += 1
        if seen.status >= 500 and (seen.status, seen.address) != NOT_WELL:
            self.errors.append((sent, f"{seen.status} {seen.error}"))
        if seen.partial:
            self.partial.append((sent, f"{seen.status} {', '.join(seen.partial)}"))


@dataclass(frozen=True)
class Seen:
    status: int
    address: str = ""
    error: str = ""
    partial: tuple[str, ...] = ()


class _Undo(Exception):  # noqa: N818 -- no error
    pass


def request(
    client: Client,
    method: str,
    url: str,
    fields: Mapping[str, list[Any]] | None = None,
    *,
    is_fragment: bool = False,
) -> Seen:
    """Send the request, undo what it did, and tell what it did wrong."""
    headers = {"HX-Request": "true"} if is_fragment else {}
    tables: set[str] = set()
    after: dict[str, str] = {}
    seen = Seen(0)
    # A session that the request made or ended is undone too
    cookies = copy.deepcopy(client.cookies)
    try:
        with transaction.atomic():
            with _noting(tables):
                seen, is_refused = _answer(client, method, url, fields or {}, headers)
            if is_refused and not connection.needs_rollback:
                after = {name: _hash(name) for name in sorted(tables) if not FREE.match(name)}
            raise _Undo
    except _Undo:
        client.cookies = cookies
    kept = SAVED_FIRST.get(seen.address, set())
    partial = tuple(
        name for name, known in after.items() if name not in kept and _hash(name) != known
    )
    return Seen(seen.status, seen.address, seen.error, partial)


def _answer(
    client: Client,
    method: str,
    url: str,
    fields: Mapping[str, list[Any]],
    headers: dict[str, str],
) -> tuple[Seen, bool]:
    client.raise_request_exception = False
    client.exc_info = None
    try:
        if method == "get":
            query = QueryDict(mutable=True)
            for name, values in fields.items():
                query.setlist(name, [str(value) for value in values])
            response = client.get(f"{url}?{query.urlencode()}" if query else url, headers=headers)
        else:
            body = encode_multipart(BOUNDARY, _lists(fields))
            response = client.generic(
                method.upper(), url, body, content_type=MULTIPART_CONTENT, headers=headers
            )
    except UnicodeEncodeError:
        return Seen(400), True  # no browser can send it
    if response.streaming:
        list(response)
    error = getattr(response, "exc_info", None)
    words = f"{error[0].__name__}: {error[1]}"[:300] if error else ""
    match = getattr(response, "resolver_match", None)
    seen = Seen(response.status_code, match.view_name if match else "", words)
    return seen, response.status_code >= 400 or _is_told_as_error(response)


def _lists(fields: Mapping[str, list[Any]]) -> dict[str, Any]:
    return {
        name: [_copy(value) for value in values] if len(values) != 1 else _copy(values[0])
        for name, values in fields.items()
    }


def _copy(value: Any) -> Any:
    """A file that was sent once is at its end."""
    if isinstance(value, SimpleUploadedFile):
        value.seek(0)
    return value


def _is_told_as_error(response: Any) -> bool:
    request = getattr(response, "wsgi_request", None)
    return request is not None and any(message.level >= ERROR for message in get_messages(request))


def _hash(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        rows = sorted(map(repr, cursor.fetchall()))
    return hashlib.sha256("\n".join(rows).encode("utf-8", "surrogatepass")).hexdigest()


@contextmanager
def _noting(tables: set[str]) -> Iterator[None]:
    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := _WRITES.match(sql):
            tables.add(found.group(1))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield
