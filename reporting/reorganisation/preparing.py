"""Use cases before a reorganisation is carried out: writing it down, choosing names, deciding."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from plans import documents
from plans.models import LegalDocument
from reporting.models import (
    Reorganisation,
    ReorganisationEvent,
    ReorganisationEventKind,
    ReorganisationState,
)
from reporting.reorganisation.below import ONLY_HEIR
from reporting.reorganisation.ending_units import EndingUnit
from reporting.reorganisation.preview import preview_of
from reporting.reorganisation.proposals import HANDED_OVER, Fate, WorkDecision
from reporting.reorganisation.table import MOST_ROWS, rows_in
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import User


@dataclass(frozen=True)
class TypedDocument:
    """A document that is not in the catalogue yet."""

    kind: str
    number: str
    issued_on: date | None
    issuer: str


@transaction.atomic
def prepare(
    *,
    document: LegalDocument | TypedDocument,
    effective_on: date,
    table: str,
    by: User,
    at: datetime,
) -> Reorganisation:
    """Write down who follows whom. Changes neither units nor assignments."""
    _check(table)
    act = Reorganisation.objects.create(
        document=_kept(document),
        effective_on=effective_on,
        table=table,
        prepared_at=at,
        prepared_by=by,
    )
    _note(act, ReorganisationEventKind.PREPARED, f"{_num_rows(table)} đơn vị", by=by, at=at)
    return act


@transaction.atomic
def change(
    *,
    act: Reorganisation,
    document: LegalDocument | TypedDocument,
    effective_on: date,
    table: str,
    by: User,
    at: datetime,
) -> None:
    """Replace table, day or document; decisions on assignments that it still has stay."""
    act = locked_draft(act)
    _check(table)
    act.document = _kept(document)
    act.effective_on, act.table, act.figures = effective_on, table, None
    act.save(update_fields=["document", "effective_on", "table", "figures"])
    _note(act, ReorganisationEventKind.CHANGED, f"{_num_rows(table)} đơn vị", by=by, at=at)


@transaction.atomic
def choose(*, act: Reorganisation, chosen: Mapping[str, str], by: User, at: datetime) -> None:
    """Say which units doubtful names of the table mean."""
    act = locked_draft(act)
    act.choices = {**act.choices, **chosen}
    act.figures = None
    act.save(update_fields=["choices", "figures"])
    _note(act, ReorganisationEventKind.CHANGED, "Chọn đơn vị cho tên chưa rõ", by=by, at=at)


@transaction.atomic
def decide(*, act: Reorganisation, decisions: Mapping[str, str], by: User, at: datetime) -> int:
    """Decide on assignments and roles, by key; an empty decision returns to the proposal.

    A decision that is not offered, such as a unit that does not succeed that of the assignment, is
    left out: one decision for many is meant for those that it fits. Returns how many changed.
    """
    act = locked_draft(act)
    known = preview_of(act, today=localdate(at)).decided
    changed = 0
    for key, decision in decisions.items():
        one = known.get(key)
        if one is None:
            continue
        wanted = decision or str(one.proposal)
        if wanted == str(one.decision) or wanted not in {str(offer) for offer, _ in one.options}:
            continue
        changed += 1
        if wanted == str(one.proposal):
            act.decisions.pop(key, None)
        else:
            act.decisions[key] = wanted
    if changed:
        act.figures = None
        act.save(update_fields=["decisions", "figures"])
        _note(act, ReorganisationEventKind.DECIDED, f"{changed} quyết định", by=by, at=at)
    return changed


def decide_many(
    *,
    act: Reorganisation,
    fate: Fate | None,
    to: str = "",
    unit_id: int | None = None,
    which: str = "",
    by: User,
    at: datetime,
) -> int:
    """Decide alike on the assignments of one unit or of all, and of one group or of all.

    Without `fate` they return to the proposal. Without `to` the only successor takes over.
    """
    decisions: dict[str, str] = {}
    for unit in _ending(act, unit_id, at):
        heir = to or _only_heir(unit)
        wanted = WorkDecision(fate, heir if fate in HANDED_OVER else "") if fate else ""
        decisions |= {one.key: str(wanted) for one in unit.work if one.work.is_one_of(which)}
    return decide(act=act, decisions=decisions, by=by, at=at)


def place_many(
    *,
    act: Reorganisation,
    what: str,
    place: str,
    unit_id: int | None = None,
    by: User,
    at: datetime,
) -> int:
    """Decide alike where the units below, or the own plans, of one unit or of all go.

    Without `place` they return to the proposal; what cannot go there stays as it is.
    """
    decisions: dict[str, str] = {}
    for unit in _ending(act, unit_id, at):
        wanted = _only_heir(unit) if place == ONLY_HEIR else place
        if wanted or not place:
            decisions |= {one.key: wanted for one in unit.placed(what)}
    return decide(act=act, decisions=decisions, by=by, at=at)


@transaction.atomic
def discard(*, act: Reorganisation) -> None:
    """Forget a reorganisation that was not carried out."""
    locked_draft(act).delete()


def locked_draft(act: Reorganisation) -> Reorganisation:
    """`act`, locked; refused once it was carried out."""
    found = Reorganisation.objects.select_for_update(of=("self",)).filter(pk=act.pk)
    current = found.select_related("document", "carried_out_by").first()
    if current is None:
        raise Refused("Bản sắp xếp này vừa được người khác bỏ.")
    if current.carried_out_at is not None:
        what = "hoàn tác" if current.state == ReorganisationState.UNDONE else "thực hiện"
        raise Refused(f"Việc sắp xếp này đã được {what}, không sửa hay thực hiện lần nữa.")
    return current


def _ending(act: Reorganisation, unit_id: int | None, at: datetime) -> list[EndingUnit]:
    """The unit with that id, or all."""
    units = preview_of(act, today=localdate(at)).units
    return [unit for unit in units if unit_id in (None, unit.pk)]


def _only_heir(unit: EndingUnit) -> str:
    return unit.heirs[0].reference if len(unit.heirs) == 1 else ""


def _kept(document: LegalDocument | TypedDocument) -> LegalDocument:
    """The document, which is added to the catalogue where it is not there."""
    if isinstance(document, LegalDocument):
        return document
    same = LegalDocument.objects.filter(number=document.number, issued_on=document.issued_on)
    return same.first() or documents.save_document(
        document=None,
        number=document.number,
        kind=document.kind,
        issued_on=document.issued_on,
        issuer=document.issuer,
        subject="",
        note="",
    )


def _check(table: str) -> None:
    secrecy.refuse_marks({"Bảng": table})
    num = _num_rows(table)
    if not num:
        raise Refused("Bảng chưa có dòng nào: mỗi dòng ghi đơn vị cũ và đơn vị kế thừa.")
    if num > MOST_ROWS:
        raise Refused(f"Bảng có {num} đơn vị, nhiều hơn {MOST_ROWS}. Hãy chia thành nhiều lần.")


def _num_rows(table: str) -> int:
    return len(rows_in(table))


def _note(
    act: Reorganisation, kind: ReorganisationEventKind, note: str, *, by: User, at: datetime
) -> None:
    ReorganisationEvent.objects.record(reorganisation=act, kind=kind, note=note, by=by, at=at)
