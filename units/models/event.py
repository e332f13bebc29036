"""Base of all histories, and the history of the directory."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models

from tracker.lib import bulk
from units.models.unit import Unit

if TYPE_CHECKING:
    from units.models.user import User

_Event = TypeVar("_Event", bound="Event", covariant=True)


class EventManager(models.Manager[_Event]):
    """The only writer of histories."""

    def record(self, *, by: "User | None", at: datetime, note: str = "", **facts: object) -> _Event:
        """Write one event, in the transaction of the step that it records."""
        return self.create(by=by, at=at, note=note, **facts)

    def record_many(
        self, events: Iterable[Mapping[str, object]], *, by: "User | None", at: datetime
    ) -> None:
        """Write the events of one step on many rows in one query."""
        self.bulk_create([self.model(by=by, at=at, **facts) for facts in events])

    def record_histories(self, events: Iterable[Mapping[str, object]]) -> None:
        """Write whole histories of rows made in bulk, as columns with `by_id` and `at` each."""
        bulk.insert(self.model, events)


class Event(models.Model):
    """A step in the history of a row: who, when, and a note of any length. Never edited.

    A subclass adds the row and either a `kind` or `from_status` and `to_status`. Steps of the
    schedule and of workers have nobody in `by`, where a subclass allows that.
    """

    at = models.DateTimeField("lúc")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người thực hiện",
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField("ghi chú", blank=True)

    objects: ClassVar[EventManager[Self]] = EventManager()

    class Meta:
        abstract = True


class WordList(models.TextChoices):
    KINDS = "kinds", "Loại đơn vị"
    BLOCS = "blocs", "Khối"
    ROLES = "roles", "Tên gọi vai trò"


class DirectoryEvent(Event):
    """A change of a unit, of a person, or of a list of words, in words."""

    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="changes",
    )
    # A word that is deleted leaves its history, so the event names the list alone
    word_list = models.CharField("danh mục", max_length=10, choices=WordList, blank=True)

    class Meta:
        verbose_name = "diễn biến danh bạ"
        verbose_name_plural = "diễn biến danh bạ"
        constraints = [
            models.CheckConstraint(
                name="units_directoryevent_about_something",
                condition=models.Q(unit__isnull=False)
                | models.Q(person__isnull=False)
                | ~models.Q(word_list=""),
            ),
            models.CheckConstraint(
                name="units_directoryevent_word_list_known",
                condition=models.Q(word_list__in=["", *WordList.values]),
            ),
        ]

    def __str__(self) -> str:
        return self.note
