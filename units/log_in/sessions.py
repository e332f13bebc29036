"""Sessions: Django's, which end when idle, with columns that their owner can read.

Cookie and row live for SESSION_COOKIE_AGE after the log-in at most; the row ends earlier when
nobody uses it. What is used is written down now and then, not at every request.
"""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import now

from tracker.lib import statements
from tracker.lib.http.client_address import client_address
from units.models import Session, User
from units.models.session import LONGEST_DEVICE

Content = dict[str, Any]
logger = logging.getLogger(__name__)

# Facts of the log-in within the session: "at" and "password_at" as seconds, "address", "device"
LOG_IN = "log_in"
STEPS = 24  # of the idle time; so precise is its end


class SessionStore(DatabaseStore):
    """The store named by SESSION_ENGINE."""

    seen_at: datetime | None = None
    # Read with the session, which nearly every request needs together
    person: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: Content) -> Session:
        row = cast(Session, super().create_model_instance(data))
        facts = data.get(LOG_IN, {})
        row.seen_at = now()
        row.started_at = _moment(facts["at"]) if "at" in facts else row.seen_at
        row.expire_date = _end(row.started_at, row.seen_at)
        row.person_id = data.get("_auth_user_id")
        row.address, row.device = facts.get("address", ""), facts.get("device", "")
        return row

    def load(self) -> Content:
        rows = statements.objects_of("session", _session_with_person, given=self.session_key)
        if not rows or rows[0].expire_date <= now():
            self._session_key = None
            return {}
        (row,) = rows
        self.seen_at, self.person = row.seen_at, row.person
        data: Content = self.decode(row.session_data)
        return data


def _session_with_person() -> QuerySet[Session]:
    return Session.objects.filter(session_key=statements.MARK).select_related("person")


def note_log_in(sender: object, request: HttpRequest, **kwargs: object) -> None:
    """Receiver of `user_logged_in`: keep when, from where and with what."""
    at = now().timestamp()
    request.session[LOG_IN] = {
        "at": at,
        "password_at": at,
        "address": client_address(request),
        "device": request.META.get("HTTP_USER_AGENT", "")[:LONGEST_DEVICE],
    }


def touch(session: SessionBase, *, at: datetime) -> None:
    """Note that the session is used; writes a few times in its idle time."""
    seen_at = session.seen_at if isinstance(session, SessionStore) else None
    if seen_at is None or at - seen_at < _idle() / STEPS:
        return
    started_at = _moment(session.get(LOG_IN, {}).get("at", seen_at.timestamp()))
    rows = Session.objects.filter(session_key=session.session_key)
    try:
        rows.update(seen_at=at, expire_date=_end(started_at, at))
    except DatabaseError:  # a full disk, for example, which keeps nobody from reading
        logger.exception("The use of a session could not be noted")


def is_password_fresh(session: SessionBase, *, at: datetime) -> bool:
    """Whether the password was typed lately in this session."""
    typed_at = _moment(session.get(LOG_IN, {}).get("password_at", 0))
    return at - typed_at < timedelta(minutes=settings.PASSWORD_AGAIN_MINUTES)


def note_password(session: SessionBase, *, at: datetime) -> None:
    session[LOG_IN] = session.get(LOG_IN, {}) | {"password_at": at.timestamp()}


def end_all(person: User, *, but: str | None = None) -> int:
    """End the sessions of `person`, except the one with the key `but`."""
    rows = Session.objects.filter(person=person)
    return rows.exclude(session_key=but).delete()[0]


def _end(started_at: datetime, at: datetime) -> datetime:
    return min(started_at + timedelta(seconds=settings.SESSION_COOKIE_AGE), at + _idle())


def _idle() -> timedelta:
    return timedelta(minutes=settings.SESSION_IDLE_MINUTES)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
