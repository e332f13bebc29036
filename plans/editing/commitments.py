"""Use cases for the commitments (phương châm) of a task, each with its items."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from plans.editing import facts
from plans.editing.groups import locked
from plans.models import Commitment, CommitmentItem, Task, TaskEvent, TaskEventKind
from plans.protected import has_protected_rows
from tracker.lib import secrecy
from tracker.lib.refusal import BadField, Refused
from units.models import User

# A line of the field for items: "TĂNG: tính công khai minh bạch"
BETWEEN = ":"
MOST_ITEMS = 30
# As the columns have it
LONGEST = {"verb": 20, "text": 200}


@dataclass(frozen=True)
class CommitmentSpec:
    """A commitment with its items, each as (group, text); see `CommitmentItem`."""

    name: str
    footnote: str = ""
    items: tuple[tuple[str, str], ...] = ()


def items_in(text: str) -> tuple[tuple[str, str], ...]:
    """The items that were typed, a line each; what stands before the colon is the group."""
    items = []
    for line in filter(None, map(str.strip, text.splitlines())):
        verb, colon, rest = line.partition(BETWEEN)
        items.append((verb.strip(), rest.strip()) if colon else ("", line))
    return tuple(items)


def lines_of(commitment: Commitment) -> str:
    """The items of `commitment` as they are typed."""
    rows = commitment.items.order_by("position", "pk")
    return "\n".join(_line(row.verb, row.text) for row in rows)


def values_of(commitment: Commitment) -> dict[str, object]:
    """The facts of `commitment`, as a form shows them."""
    lines = lines_of(commitment)
    return {"name": commitment.name, "footnote": commitment.footnote, "items": lines}


@transaction.atomic
def add_commitment(*, task: Task, spec: CommitmentSpec, by: User, at: datetime) -> Commitment:
    """Let the units that lead `task` answer to one more commitment."""
    locked(task.plan_id)
    _check(task, spec, other_than=None)
    commitment = Commitment.objects.create(task=task, name=spec.name, footnote=spec.footnote)
    _write_items(commitment, spec.items)
    _note(task, f"Thêm phương châm “{spec.name}”:\n{lines_of(commitment)}", by=by, at=at)
    return commitment


@transaction.atomic
def change_commitment(
    *,
    commitment: Commitment,
    spec: CommitmentSpec,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> list[str]:
    """Change a commitment and its items; see `facts` about `seen`.

    Items to which units have answered keep their place, and none of them is taken away.
    """
    locked(commitment.task.plan_id)
    commitment = Commitment.objects.select_related("task").get(pk=commitment.pk)
    before = values_of(commitment)
    typed = {
        "name": facts.tidy(spec.name),
        "footnote": facts.tidy(spec.footnote),
        "items": "\n".join(_line(*item) for item in spec.items),
    }
    values = {name: str(value) for name, value in facts.merged(typed, before, seen=seen).items()}
    merged = CommitmentSpec(values["name"], values["footnote"], items_in(values["items"]))
    _check(commitment.task, merged, other_than=commitment)
    labels = {"name": "phương châm", "footnote": "chú thích", "items": "thành tố"}
    changes = [
        f"{labels[name]}: {before[name] or '(trống)'} → {value or '(trống)'}"
        for name, value in values.items()
        if before[name] != value
    ]
    if not changes:
        return []
    commitment.name, commitment.footnote = merged.name, merged.footnote
    commitment.save(update_fields=["name", "footnote"])
    if before["items"] != values["items"]:
        _write_items(commitment, merged.items)
    note = f"Sửa phương châm “{before['name']}”. {'; '.join(changes)}"
    _note(commitment.task, note, by=by, at=at)
    return changes


@transaction.atomic
def remove_commitment(*, commitment: Commitment, by: User, at: datetime) -> None:
    """Delete a commitment to which no unit has answered."""
    locked(commitment.task.plan_id)
    if has_protected_rows(commitment):
        raise Refused("Đã có đơn vị báo cáo theo phương châm này nên không xóa được.")
    note = f"Xóa phương châm “{commitment.name}”:\n{lines_of(commitment)}"
    _note(commitment.task, note, by=by, at=at)
    commitment.delete()


def _write_items(commitment: Commitment, items: tuple[tuple[str, str], ...]) -> None:
    """Write the items by place; those behind the last line are deleted."""
    rows = {row.position: row for row in commitment.items.all()}
    for position, (verb, text) in enumerate(items, start=1):
        row = rows.pop(position, None)
        if row is None:
            row = CommitmentItem(commitment=commitment, position=position)
        row.verb, row.text = verb, text
        row.save()
    for row in rows.values():
        if has_protected_rows(row):
            raise BadField(
                "items",
                f"Đã có đơn vị báo cáo theo “{row}” nên không bỏ dòng này được.",
            )
        row.delete()


def _check(task: Task, spec: CommitmentSpec, *, other_than: Commitment | None) -> None:
    lines = "\n".join(_line(*item) for item in spec.items)
    secrecy.refuse_marks({"Phương châm": spec.name, "Chú thích": spec.footnote, "Thành tố": lines})
    if not spec.name:
        raise BadField("name", "Cần ghi phương châm.")
    if not spec.items:
        raise BadField("items", "Cần ít nhất một thành tố, mỗi dòng một thành tố.")
    if len(spec.items) > MOST_ITEMS:
        raise BadField("items", f"Một phương châm có nhiều nhất {MOST_ITEMS} thành tố.")
    for verb, text in spec.items:
        _check_item(verb, text)
    same = task.commitments.filter(name=spec.name)
    if same.exclude(pk__in=[other_than.pk] if other_than else []).exists():
        raise BadField("name", "Nhiệm vụ đã có phương châm này.")


def _check_item(verb: str, text: str) -> None:
    if not text:
        raise BadField("items", f"Dòng “{verb}:” chưa có nội dung sau dấu hai chấm.")
    for name, value in (("verb", verb), ("text", text)):
        longest = LONGEST[name]
        if len(value) > longest:
            what = facts.label(CommitmentItem, name)
            raise BadField("items", f"Phần {what} dài quá {longest} ký tự: “{value[:40]}…”.")


def _line(verb: str, text: str) -> str:
    return f"{verb}{BETWEEN} {text}" if verb else text


def _note(task: Task, note: str, *, by: User, at: datetime) -> None:
    TaskEvent.objects.record(task=task, kind=TaskEventKind.CHANGED, note=note, by=by, at=at)
