"""Extensions: the unit requests a later deadline; the office grants, changes or refuses it.

Until an extension is granted, the current deadline applies. A request alone has no effect;
the status rule ignores it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from plans import access, deadlines, documents
from plans.assignment_steps import locked
from plans.models import Assignment, AssignmentRole, AssignmentState, LegalDocument
from reporting.counting.status import SETTLED
from reporting.counting.status_columns import status_of, with_status
from reporting.models import Extension, ExtensionStatus, NoticeKind
from reporting.notices import noticing
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import Role, User
from units.roles import holders

ALREADY_SETTLED = "Đề nghị này vừa được rút hoặc đã có quyết định. Hãy tải lại trang để xem."


class WrongDay(Refused):
    """The requested or granted day cannot be the new deadline."""


@dataclass(frozen=True)
class NewDocument:
    """A document that is not in the catalogue yet."""

    kind: str
    number: str
    issued_on: date
    issuer: str
    subject: str


def deadline_to_extend(assignment: Assignment, *, on: date) -> date:
    """The deadline that the unit may request to extend. Raises Refused if it may not."""
    if (assignment.role, assignment.state) != (AssignmentRole.LEAD, AssignmentState.CONFIRMED):
        raise Refused("Chỉ xin gia hạn nhiệm vụ được giao chủ trì và đã xác nhận.")
    if assignment.deadline is None:
        raise Refused("Nhiệm vụ này không có thời hạn nên không cần gia hạn.")
    (row,) = with_status(Assignment.objects.filter(pk=assignment.pk), as_of=on)
    label = status_of(row).label
    if label in SETTLED:
        raise Refused(f"Nhiệm vụ đang ở tình trạng “{label.label}” nên không xin gia hạn được.")
    if assignment.extensions.pending().exists():
        raise Refused("Đã có một đề nghị gia hạn đang chờ quyết định.")
    return assignment.deadline


@transaction.atomic
def request(
    *,
    assignment: Assignment,
    proposed_deadline: date,
    reason: str,
    work_done: str,
    by: User,
    at: datetime,
) -> Extension:
    """Request a later deadline; an assignment has at most one pending request."""
    assignment = locked(assignment)
    today = timezone.localdate(at)
    secrecy.refuse_marks({"Lý do": reason, "Việc đã làm": work_done})
    if not reason.strip():
        raise Refused("Cần nêu lý do xin gia hạn.")
    if not work_done.strip():
        raise Refused("Cần nêu những việc đã làm.")
    before = deadline_to_extend(assignment, on=today)
    if proposed_deadline <= before:
        raise WrongDay(f"Thời hạn đề nghị phải sau thời hạn hiện nay ({before:%d/%m/%Y}).")
    if proposed_deadline < today:
        raise WrongDay("Thời hạn đề nghị không được là ngày đã qua.")
    extension = Extension.objects.create(
        assignment=assignment,
        deadline_before=before,
        proposed_deadline=proposed_deadline,
        reason=reason.strip(),
        work_done=work_done.strip(),
        asked_at=at,
        asked_by=by,
    )
    task = assignment.task
    noticing.notify(
        people=access.people_with("edit_assignments", plan=task.plan),
        kind=NoticeKind.EXTENSION_ASKED,
        about=noticing.About(extension_id=extension.pk),
        text=f"{assignment.unit.short_name} xin gia hạn nhiệm vụ {task.code} từ "
        f"{before:%d/%m/%Y} đến {proposed_deadline:%d/%m/%Y}.",
        url=_url(extension),
        at=at,
    )
    return extension


@transaction.atomic
def withdraw(*, extension: Extension, by: User, at: datetime) -> None:
    """Withdraw a pending request."""
    _settle(extension, to=ExtensionStatus.WITHDRAWN, by=by, at=at)


@transaction.atomic
def grant(
    *,
    extension: Extension,
    deadline: date,
    words: str,
    document: LegalDocument | NewDocument,
    by: User,
    at: datetime,
    note: str = "",
) -> None:
    """Move the deadline to the proposed or another day, on the basis of `document`.

    `words` is the wording of the deadline in the document. The new deadline applies from today. If
    the office moved the deadline after the request, the ledger continues from that one.
    """
    _refuse_marks_of_decision(note=note, words=words, document=document)
    # Locked first, as in `request`, so that the two cannot deadlock
    assignment = locked(extension.assignment)
    if deadline < timezone.localdate(at):
        raise WrongDay("Thời hạn gia hạn không được là ngày đã qua.")
    if assignment.deadline and deadline <= assignment.deadline:
        now = f"{assignment.deadline:%d/%m/%Y}"
        raise WrongDay(f"Thời hạn gia hạn phải sau thời hạn hiện nay ({now}).")
    _refuse_settled(extension)
    if isinstance(document, NewDocument):
        document = documents.save_document(document=None, note="", **vars(document))
    is_as_proposed = deadline == extension.proposed_deadline
    _settle(
        extension,
        to=ExtensionStatus.GRANTED if is_as_proposed else ExtensionStatus.CHANGED,
        by=by,
        at=at,
        granted_deadline=deadline,
        document=document,
        note=note.strip(),
    )
    deadlines.set_deadline(
        assignment=assignment,
        deadline=deadline,
        words=words,
        document=document,
        by=by,
        at=at,
        is_extension=True,
    )
    code = assignment.task.code
    _notify_unit(extension, f"Nhiệm vụ {code} được gia hạn đến {deadline:%d/%m/%Y}.", at=at)


@transaction.atomic
def refuse(*, extension: Extension, note: str, by: User, at: datetime) -> None:
    """Keep the deadline and record the reason."""
    if not note.strip():
        raise Refused("Không đồng ý gia hạn cần nêu lý do.")
    _refuse_marks_of_decision(note=note)
    _settle(extension, to=ExtensionStatus.REFUSED, by=by, at=at, note=note.strip())
    code = extension.assignment.task.code
    _notify_unit(extension, f"Đề nghị gia hạn nhiệm vụ {code} không được đồng ý.", at=at)


def _settle(
    extension: Extension, *, to: ExtensionStatus, by: User, at: datetime, **changes: object
) -> None:
    """Settle a pending request; raises Refused if another step settled it first."""
    changes |= {"status": to, "decided_by": by, "decided_at": at}
    if not Extension.objects.pending().filter(pk=extension.pk).update(**changes):
        raise Refused(ALREADY_SETTLED)
    for name, value in changes.items():
        setattr(extension, name, value)


def _refuse_settled(extension: Extension) -> None:
    """Refuse early, before anything is created for a late decision; `_settle` decides."""
    if not Extension.objects.pending().filter(pk=extension.pk).exists():
        raise Refused(ALREADY_SETTLED)


def _refuse_marks_of_decision(
    *, note: str, words: str = "", document: LegalDocument | NewDocument | None = None
) -> None:
    texts = {"Ý kiến": note, "Thời hạn theo lời văn bản": words}
    if isinstance(document, NewDocument):
        texts |= {
            "Loại văn bản": document.kind,
            "Số, ký hiệu": document.number,
            "Cơ quan ban hành": document.issuer,
            "Trích yếu": document.subject,
        }
    secrecy.refuse_marks(texts)


def _notify_unit(extension: Extension, text: str, *, at: datetime) -> None:
    unit_id = extension.assignment.unit_id
    noticing.notify(
        people=holders(unit_id, Role.OFFICER) | holders(unit_id, Role.HEAD),
        kind=NoticeKind.EXTENSION_DECIDED,
        about=noticing.About(extension_id=extension.pk),
        text=text,
        url=_url(extension),
        at=at,
    )


def _url(extension: Extension) -> str:
    return reverse("reporting:extension", args=[extension.pk])
