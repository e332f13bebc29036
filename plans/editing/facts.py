"""Facts of a row as people type them: merged with a concurrent change, compared, put into words.

A form sends a digest of every field that it showed (`seen`). A field that only its writer changed
is taken from the form, one that only somebody else changed stays, and one that both changed is
refused, so that nobody overwrites another unnoticed.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Field, ManyToManyField, Model

from plans.models import LegalDocument
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from tracker.lib.text import compose


class BothChanged(Refused):
    """Somebody else changed the same fields meanwhile; `fields` are their names."""

    def __init__(self, message: str, *, fields: list[str]) -> None:
        super().__init__(message)
        self.fields = fields


def tidy(value: object) -> object:
    """`value` as it is stored: composed, without spaces around it, lines with plain ends."""
    if isinstance(value, str):
        return compose(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    return value


def digests(values: Mapping[str, object]) -> str:
    """The digests of all fields, for a hidden field of the form that shows `values`."""
    return ",".join(f"{name}:{_digest(value)}" for name, value in values.items())


def merged(
    typed: Mapping[str, object], current: Mapping[str, object], *, seen: str | None
) -> dict[str, object]:
    """The values to store; without `seen` all that were typed."""
    if seen is None:
        return dict(typed)
    shown = dict(pair.partition(":")[::2] for pair in seen.split(","))
    values: dict[str, object] = {}
    both = []
    for name, value in typed.items():
        digest, now = _digest(value), _digest(current[name])
        before = shown.get(name, now)
        values[name] = current[name] if digest == before else value
        if len({digest, now, before}) == 3:
            both.append(name)
    if both:
        raise BothChanged(
            "Người khác vừa sửa cùng những ô này. Nội dung bạn gõ vẫn còn dưới đây: hãy đối chiếu "
            "rồi lưu lần nữa để thay nội dung của người đó.",
            fields=both,
        )
    return values


def differences(
    model: type[Model], before: Mapping[str, object], after: Mapping[str, object]
) -> list[str]:
    """What changed, each as "field: before → after"."""
    return [
        f"{label(model, name)}: {words(model, name, before[name])} → {words(model, name, value)}"
        for name, value in after.items()
        if before[name] != value
    ]


def label(model: type[Model], name: str) -> str:
    return str(_field(model, name).verbose_name)


def words(model: type[Model], name: str, value: object) -> str:
    """`value` of a field in the words of its history."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "(trống)"
    return str(dict(_field(model, name).flatchoices).get(value, value) or "(trống)")


def refuse_marks(model: type[Model], values: Mapping[str, object]) -> None:
    """Let the words among `values` pass the secrecy gate."""
    texts = {label(model, name): text for name, text in values.items() if isinstance(text, str)}
    secrecy.refuse_marks(texts)


def by_number(documents: Iterable[LegalDocument]) -> tuple[LegalDocument, ...]:
    """`documents` in an order that does not depend on how they were chosen."""
    return tuple(sorted(documents, key=lambda row: (row.number, row.pk)))


def _field(model: type[Model], name: str) -> "Field[object, object]":
    field = model._meta.get_field(name)
    assert isinstance(field, Field | ManyToManyField)  # noqa: S101 -- columns alone are facts
    return field


def _digest(value: object) -> str:
    if isinstance(value, Model):
        value = value.pk
    elif isinstance(value, tuple):
        value = [row.pk for row in value]
    return hashlib.sha256(repr(tidy(value)).encode()).hexdigest()[:12]
