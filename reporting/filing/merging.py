"""Join the changes of two people to one section, field by field, and find collisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Unpack

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString

from plans.models import CommitmentItem
from reporting.entries import diffing
from reporting.entries.fields import (
    LABELS,
    OWN_NAMES,
    TEXT_NAMES,
    OwnContent,
    own_content_in,
    own_content_of,
)
from reporting.entries.transitions import Stale
from reporting.filing import filing, number_merging
from reporting.filing.filing import SavedContent
from reporting.models import ChecklistAnswer, ProgressEntry, SelfAssessment, state_words
from tracker.lib import statements
from units.models import User


@dataclass(frozen=True)
class Field:
    """A field that the other person changed: its label, and both contents.

    `kind` is that of the task.
    """

    name: str
    label: str
    kind: str
    theirs: str
    mine: str = ""
    choice: str = ""

    @property
    def pair(self) -> tuple[SafeString, SafeString]:
        """Mine and theirs in words, with the differences marked in both."""
        mine, theirs = (_in_words(self, value) for value in (self.mine, self.theirs))
        return diffing.mark_both(mine, theirs, by_word=self.name in TEXT_NAMES)

    @property
    def is_chosen(self) -> bool:
        """Whether it is picked from a list, so that its words are not its value."""
        return self.name not in (*TEXT_NAMES, "percent")


class Collision(Stale):
    """Both changed the same `fields`, and the person has to choose for each of them.

    Only the other person changed those in `taken`.
    """

    def __init__(self, entry: ProgressEntry, fields: list[Field], taken: list[Field]) -> None:
        who = entry.saved_by.full_name if entry.saved_by else "Người khác"
        when = timezone.localtime(entry.saved_at).strftime("%H:%M") if entry.saved_at else ""
        super().__init__(
            f"{who} đã lưu mục này lúc {when}, trong khi bạn đang sửa. Chưa có gì bị ghi đè."
        )
        self.who, self.when, self.version = who, when, entry.version
        self.fields, self.taken = fields, taken


def save(
    *,
    entry: ProgressEntry,
    seen_version: int,
    base: str,
    by: User,
    at: datetime,
    choices: Mapping[str, str],
    chosen_at: int | None,
    **content: Unpack[SavedContent],
) -> list[Field]:
    """Save `content` as `filing.save_entry` does; join it with a save made in the meantime.

    `base` is `base_of` the version that the writer began with. A field that one of them changed
    keeps that change; returns the fields taken from the other. Where both changed a field,
    `choices` names for it "theirs" or "mine" (the content typed now), and counts as long as the
    entry is still at version `chosen_at`, which the writer saw. Raises Collision where a choice
    is missing, so that nothing is overwritten without consent.
    """
    try:
        filing.save_entry(entry=entry, seen_version=seen_version, by=by, at=at, **content)
    except Stale:
        entry.refresh_from_db(fields=[*OWN_NAMES, "status", "version", "saved_at", "saved_by"])
    else:
        return []
    joined, taken, collisions = merge(
        base=base,
        mine=_fields_in(content),
        theirs=fields_of(entry),
        choices=choices if chosen_at == entry.version else {},
    )
    taken_fields = _described(entry, taken, joined)
    if collisions:
        raise Collision(entry, _described(entry, collisions, joined, choices), taken_fields)
    # Another save in between makes this one stale; the writer may try again
    filing.save_entry(entry=entry, seen_version=entry.version, by=by, at=at, **_content_in(joined))
    return taken_fields


def merge(
    *,
    base: str,
    mine: Mapping[str, str],
    theirs: Mapping[str, str],
    choices: Mapping[str, str],
) -> tuple[dict[str, str], list[str], list[str]]:
    """The fields of both joined, the names taken from `theirs`, and those that collide.

    `base` holds the digests of the fields before both changes (see `base_of`). Without it every
    field that differs collides, since it is unknown who changed it.
    """
    before = dict(part.split(":", 1) for part in base.split(",") if ":" in part)
    joined, taken, collisions = dict(mine), [], []
    for name in mine:
        other = theirs.get(name, "")
        was = before.get(name, _digest("")) if before else None
        side = _side(mine[name], other, was=was, choice=choices.get(name))
        if side == "theirs":
            joined[name] = other
            taken.append(name)
        elif side is None:
            collisions.append(name)
    torn = number_merging.torn_by(joined, taken, mine=mine, theirs=theirs, choices=choices)
    for name in torn:
        joined[name] = mine[name]
        collisions.append(name)
    return joined, [name for name in taken if name not in torn], collisions


def _side(mine: str, theirs: str, *, was: str | None, choice: str | None) -> str | None:
    """Whose content of a field is kept: "mine", "theirs", or None where a person must choose.

    `was` is the digest of the content before both changes, None where it is unknown.
    """
    if _plain(mine) == _plain(theirs):
        return "mine"
    if choice is not None:
        return "theirs" if choice == "theirs" else "mine"
    if was == _digest(mine):
        return "theirs"
    return "mine" if was == _digest(theirs) else None


def base_of(entry: ProgressEntry) -> str:
    """A short digest of every field, which a form sends back to name the content it began with."""
    fields = fields_of(entry).items()
    return ",".join(
        f"{name}:{_digest(value)}" for name, value in fields if value or name in OWN_NAMES
    )


def fields_of(entry: ProgressEntry) -> dict[str, str]:
    """The content of an entry as its form sends it. Two queries, unless its rows are read."""
    fields = _own_fields(own_content_of(entry))
    numbers = number_merging.fields_of(entry)
    is_read = statements.is_read(entry, "answers")
    rows = (
        entry.answers.all()
        if is_read
        else statements.objects_of("answers-of", _answers_of, given=entry.pk)
    )
    answers = {f"answer-{row.item_id}": str(row.answer) for row in rows}
    return fields | numbers | answers


def _answers_of() -> QuerySet[ChecklistAnswer]:
    return ChecklistAnswer.objects.filter(entry=statements.MARK)


def _fields_in(content: SavedContent) -> dict[str, str]:
    """The content as a form sends it."""
    answers = content.get("answers") or {}
    numbers = number_merging.fields_in(content.get("indicator_values") or {})
    return (
        _own_fields(own_content_in(content))
        | numbers
        | {f"answer-{pk}": str(SelfAssessment.of(is_kept)) for pk, is_kept in answers.items()}
    )


def _own_fields(content: OwnContent) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in content.items()}


def _content_in(fields: Mapping[str, str]) -> SavedContent:
    """The inverse of `_fields_in`."""
    percent = int(fields["percent"]) if fields["percent"] else None
    return {
        **own_content_in({**fields, "percent": percent}),
        "answers": {
            int(name.removeprefix("answer-")): SelfAssessment(value).is_kept
            for name, value in fields.items()
            if name.startswith("answer-")
        },
        "indicator_values": number_merging.inputs_in(fields),
    }


def _described(
    entry: ProgressEntry,
    names: list[str],
    mine: Mapping[str, str],
    choices: Mapping[str, str] | None = None,
) -> list[Field]:
    theirs = fields_of(entry) if names else {}
    items = CommitmentItem.objects.in_bulk(
        [int(name.removeprefix("answer-")) for name in names if name.startswith("answer-")]
    )
    labels = LABELS | {
        f"answer-{pk}": f"Tự đánh giá: {item.verb} {item.text}" for pk, item in items.items()
    }
    labels |= number_merging.labels_of(names)
    return [
        Field(
            name=name,
            label=labels.get(name, name),
            kind=entry.assignment.task.kind,
            theirs=theirs.get(name, ""),
            mine=mine[name],
            choice=(choices or {}).get(name, ""),
        )
        for name in names
    ]


def _in_words(field: Field, value: str) -> str:
    if field.name.startswith("answer-"):
        return str(SelfAssessment(value).label)
    if field.name.startswith(number_merging.PREFIX):
        return number_merging.in_words(field.name, value)
    if field.name == "state" and value:
        return state_words(value, field.kind)
    return value or "–"


def _plain(text: str) -> str:
    """The text without the differences of browsers in line ends."""
    return text.replace("\r\n", "\n").strip()


def _digest(text: str) -> str:
    return blake2b(_plain(text).encode(), digest_size=4).hexdigest()
