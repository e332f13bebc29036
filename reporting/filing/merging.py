"""Two people in one section: what each of them changed, field by field, and what collides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from plans.models import CommitmentItem
from reporting.entries import diffing
from reporting.entries.fields import LABELS, OWN_NAMES, TEXT_NAMES
from reporting.entries.transitions import Stale
from reporting.filing import filing, number_merging
from reporting.models import DeclaredState, ProgressEntry
from units.models import User

ANSWERS = {True: "yes", False: "no", None: ""}
ANSWER_WORDS = {"yes": "Có", "no": "Chưa", "": "Chưa đánh giá"}


@dataclass(frozen=True)
class Field:
    """A field that the other person changed: what to call it, and what that person put there."""

    name: str
    label: str
    theirs: str
    mine: str = ""
    choice: str = ""

    @property
    def pair(self) -> tuple[SafeString, SafeString]:
        """Mine and theirs in words, what differs marked in both."""
        mine, theirs = (_in_words(self.name, value) for value in (self.mine, self.theirs))
        return diffing.mark_both(mine, theirs, by_word=self.name in TEXT_NAMES)

    @property
    def is_chosen(self) -> bool:
        """Whether it is picked from a list, so that its words are not its value."""
        return self.name not in (*TEXT_NAMES, "percent")


class Collision(Stale):
    """Both changed the same fields: the person has to choose for each of them.

    `fields` are those; `taken` are the ones that only the other person changed.
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
    **content: Any,
) -> list[Field]:
    """Save CONTENT as `filing.save_entry` does; where another saved meanwhile, join the two.

    BASE is what `base_of` gave for the version the writer began with. A field that only one of
    both changed is taken as that one left it; returns the fields taken from the other. Where
    both changed the same field, CHOICES says for each "theirs" or "mine" (what is typed now), as
    long as nobody saved since CHOSEN_AT, the version the writer chose in view of. Raises
    Collision where a choice is missing: nothing is overwritten unasked.
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
    # Should yet another save have come first, this one is refused as stale and may be tried again
    filing.save_entry(entry=entry, seen_version=entry.version, by=by, at=at, **_content_in(joined))
    return taken_fields


def merge(
    *,
    base: str,
    mine: Mapping[str, str],
    theirs: Mapping[str, str],
    choices: Mapping[str, str],
) -> tuple[dict[str, str], list[str], list[str]]:
    """What MINE and THEIRS make together, the names taken from THEIRS, and those that collide.

    BASE tells what each field was before both (see `base_of`). Without it nothing is known of who
    changed what, and every field that differs collides.
    """
    before = dict(part.split(":", 1) for part in base.split(",") if ":" in part)
    joined, taken, collisions = dict(mine), [], []
    for name in mine:
        own, other = _plain(mine[name]), _plain(theirs.get(name, ""))
        if own == other:
            continue
        was = before.get(name, _digest("")) if before else None
        choice = choices.get(name)
        if choice == "theirs" or (choice is None and was == _digest(own)):
            joined[name] = theirs.get(name, "")
            taken.append(name)
        elif choice is None and was != _digest(other):
            collisions.append(name)
    torn = number_merging.torn_by(joined, taken, mine=mine, theirs=theirs, choices=choices)
    for name in torn:
        joined[name] = mine[name]
        collisions.append(name)
    return joined, [name for name in taken if name not in torn], collisions


def base_of(entry: ProgressEntry) -> str:
    """A short digest of every field of ENTRY, for its form to tell later what it began with."""
    fields = fields_of(entry).items()
    return ",".join(
        f"{name}:{_digest(value)}" for name, value in fields if value or name in OWN_NAMES
    )


def fields_of(entry: ProgressEntry) -> dict[str, str]:
    """What ENTRY says, as its form would send it. Needs `answers` and `indicator_values`."""
    fields = _fields_in({name: getattr(entry, name) for name in OWN_NAMES})
    numbers = number_merging.fields_of(entry)
    answers = {f"answer-{row.item_id}": ANSWERS[row.is_kept] for row in entry.answers.all()}
    return fields | numbers | answers


def _fields_in(content: Mapping[str, Any]) -> dict[str, str]:
    """The arguments of `filing.save_entry` as a form sends them."""
    fields = {name: "" if content[name] is None else str(content[name]) for name in OWN_NAMES}
    answers = content.get("answers") or {}
    numbers = number_merging.fields_in(content.get("indicator_values") or {})
    return fields | numbers | {f"answer-{pk}": ANSWERS[is_kept] for pk, is_kept in answers.items()}


def _content_in(fields: Mapping[str, str]) -> dict[str, Any]:
    """The other way round."""
    kept = {word: is_kept for is_kept, word in ANSWERS.items()}
    percent = fields["percent"]
    return {
        **{name: fields[name] for name in OWN_NAMES},
        "percent": int(percent) if percent else None,
        "answers": {
            int(name.removeprefix("answer-")): kept[value]
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
            theirs=theirs.get(name, ""),
            mine=mine[name],
            choice=(choices or {}).get(name, ""),
        )
        for name in names
    ]


def _in_words(name: str, value: str) -> str:
    if name.startswith("answer-"):
        return ANSWER_WORDS[value]
    if name.startswith(number_merging.PREFIX):
        return number_merging.in_words(name, value)
    if name == "state" and value:
        return str(DeclaredState(value).label)
    return value or "–"


def _plain(text: str) -> str:
    """TEXT without what differs between a browser's lines and those of others."""
    return text.replace("\r\n", "\n").strip()


def _digest(text: str) -> str:
    return blake2b(_plain(text).encode(), digest_size=4).hexdigest()
