"""Plans and assignments: readers read, the office and administrators assign."""

from collections.abc import Callable
from datetime import date

from plans.loading import sample
from plans.models import UnlistedName
from tests.factories import (
    CommitmentFactory,
    IssuingBodyFactory,
    LegalDocumentFactory,
    PlanFactory,
    SigningCapacityFactory,
)
from tests.permissions import AccessRule, everyone
from tests.permissions.scene import Scene
from tests.plans.editing.own_plans import begun

INSIDERS = ("officer", "head", "reviewer", "leader", "observer", "administrator", "other_unit")
ASSIGNERS = ("reviewer", "administrator")
# They make the plans of their unit
KEEPERS = {"officer": 200, "head": 200}
READERS = dict.fromkeys(INSIDERS, 200)


def _only_assigners(status: int) -> dict[str, int]:
    return {**dict.fromkeys(INSIDERS, 403), **dict.fromkeys(ASSIGNERS, status)}


def _form(
    name: str, typed: dict[str, str], args: Callable[[Scene], list[int]] = lambda scene: []
) -> list[AccessRule]:
    """The form of assigners at an address, and its save."""
    return [
        AccessRule(name, _only_assigners(200), args=args),
        AccessRule(name, _only_assigners(302), method="post", args=args, data=lambda scene: typed),
    ]


def _only_keepers(status: int) -> dict[str, int]:
    return {**dict.fromkeys(INSIDERS, 403), **dict.fromkeys(KEEPERS, status)}


def _unit(scene: Scene) -> list[int]:
    return [scene.unit.pk]


def _own_plan(scene: Scene) -> list[int]:
    return [begun(scene.assignment).pk]


def _plan(scene: Scene) -> list[int]:
    return [scene.plan.pk]


def _task(scene: Scene) -> list[int]:
    return [scene.task.pk]


def _group(scene: Scene) -> list[int]:
    return [scene.task.group_id]


def _commitment(scene: Scene) -> list[int]:
    return [CommitmentFactory(task=scene.task).pk]


def _assignment(scene: Scene) -> list[int]:
    return [scene.assignment.pk]


def _document(scene: Scene) -> list[int]:
    scene.extra["document"] = LegalDocumentFactory()
    return [scene.extra["document"].pk]


def _body(scene: Scene) -> list[int]:
    scene.extra["body"] = IssuingBodyFactory()
    return [scene.extra["body"].pk]


def _taken_number(scene: Scene) -> list[int]:
    """Loading the whole sample takes long; a refusal is a step as well."""
    if "taken" not in scene.extra:
        given = sample()
        scene.extra["taken"] = PlanFactory(number=given.number, issued_on=given.issued_on)
    return []


def _capacity(scene: Scene) -> list[int]:
    return [SigningCapacityFactory().pk]


def _name(scene: Scene) -> list[object]:
    name = UnlistedName.objects.filter(task=scene.task, words="Hội Thử").first()
    if name is None:
        name = UnlistedName.objects.create(task=scene.task, role="coordinating", words="Hội Thử")
    return [name.pk, "leave"]


BODY = {
    "kind": "committee",
    "superior_body": "ĐẢNG BỘ TỈNH THỬ",
    "name": "ĐẢNG ỦY XÃ THỬ",
    "title": "Ban Thường vụ Đảng ủy xã",
    "symbol": "ĐU",
    "place": "Thử",
}
SUCCESSOR = BODY | {"first_day": "1/7/2025"}
OFFICE = {
    "level": "commune",
    "paper": "party",
    "name": "Đảng ủy xã Thử",
    "symbol": "ĐU",
    "superior": "Đảng bộ tỉnh Thử",
    "place": "Thử",
    "office_name": "Văn phòng Đảng ủy",
    "office_symbol": "VPĐU",
}
CAPACITY = {"capacity": "T/M BAN THƯỜNG VỤ", "post": "BÍ THƯ"}

PLAN = {
    "kind": "Kế hoạch",
    "number": "45-KH/ĐU",
    "issued_on": "02/01/2026",
    "short_title": "Kế hoạch 45",
    "subject": "triển khai một việc thử",
    "superior_body": "ĐẢNG BỘ TỈNH THỬ",
    "issuing_body": "ĐẢNG ỦY XÃ THỬ",
    "issuer": "Ban Thường vụ Đảng ủy xã",
    "symbol": "ĐU",
    "place": "Thử",
    "signer_capacity": "T/M BAN THƯỜNG VỤ",
    "signer_post": "BÍ THƯ",
    "signer_name": "Người Ký Thử",
}
GROUP = {"code": "IX", "heading": "Tổ chức thực hiện", "label": "Tổ chức", "kind": "organization"}
TASK = {"code": "IX.1", "title": "Việc thử", "text": "Thực hiện việc thử.", "kind": "one_off"}
COMMITMENT = {"name": "hai không", "items": "KHÔNG: gây phiền hà\nKHÔNG: trễ hẹn"}

ACCESS = [
    AccessRule("plans:list-bodies", _only_assigners(200)),
    *_form("plans:add-body", BODY),
    *_form("plans:edit-body", BODY, args=_body),
    *_form("plans:succeed-body", SUCCESSOR, args=_body),
    AccessRule("plans:set-up", {"administrator": 200}, others=403),
    AccessRule(
        "plans:set-up",
        {"administrator": 302},
        others=403,
        method="post",
        data=lambda scene: OFFICE,
    ),
    # There are people: nobody sets up the product with a key any more
    AccessRule("plans:begin", everyone(302)),
    AccessRule("plans:begin", everyone(302), method="post", data=lambda scene: OFFICE),
    *_form("plans:add-capacity", CAPACITY, args=_body),
    *_form("plans:edit-capacity", CAPACITY, args=_capacity),
    AccessRule("plans:load-sample", {"administrator": 200}, others=403),
    AccessRule(
        "plans:load-sample", {"administrator": 409}, others=403, method="post", args=_taken_number
    ),
    AccessRule("plans:unload-sample", {"administrator": 200}, others=403),
    AccessRule("plans:unload-sample", {"administrator": 409}, others=403, method="post"),
    AccessRule("plans:add-plan", {**everyone(403), **dict.fromkeys(ASSIGNERS, 200)}),
    AccessRule(
        "plans:add-plan",
        {**everyone(403), **dict.fromkeys(ASSIGNERS, 302)},
        method="post",
        data=lambda scene: PLAN,
    ),
    *_form("plans:edit-plan", PLAN, args=_plan),
    *_form("plans:copy-plan", PLAN, args=_plan),
    AccessRule("plans:begin-own-plan", _only_keepers(200), args=_assignment),
    AccessRule(
        "plans:begin-own-plan",
        _only_keepers(302),
        method="post",
        args=_assignment,
        data=lambda scene: PLAN,
    ),
    AccessRule("plans:add-own-plan", _only_keepers(200), others=403, args=_unit),
    AccessRule(
        "plans:add-own-plan",
        _only_keepers(302),
        others=403,
        method="post",
        args=_unit,
        data=lambda scene: PLAN,
    ),
    # Nobody else reads the draft of a unit
    AccessRule("plans:place-plan", KEEPERS, args=_own_plan),
    AccessRule("plans:place-plan", dict.fromkeys(KEEPERS, 302), method="post", args=_own_plan),
    # A plan in effect is refused in words
    AccessRule("plans:delete-plan", _only_assigners(200), args=_plan),
    AccessRule("plans:delete-plan", _only_assigners(409), method="post", args=_plan),
    AccessRule("plans:delete-plan", KEEPERS, args=_own_plan),
    AccessRule("plans:activate-plan", _only_assigners(302), method="post", args=_plan),
    AccessRule("plans:compose-plan", _only_assigners(200), args=_plan),
    *_form("plans:add-group", GROUP, args=_plan),
    *_form("plans:edit-group", GROUP, args=_group),
    AccessRule("plans:move-group", _only_assigners(302), method="post", args=_group),
    AccessRule("plans:remove-group", _only_assigners(302), method="post", args=_group),
    *_form("plans:add-task", TASK, args=_group),
    *_form("plans:edit-task", TASK, args=_task),
    AccessRule("plans:move-task", _only_assigners(302), method="post", args=_task),
    AccessRule("plans:remove-task", _only_assigners(302), method="post", args=_task),
    *_form("plans:add-commitment", COMMITMENT, args=_task),
    *_form("plans:edit-commitment", COMMITMENT, args=_commitment),
    AccessRule("plans:remove-commitment", _only_assigners(302), method="post", args=_commitment),
    AccessRule("plans:assignment-grid", READERS, args=_plan),
    AccessRule(
        "plans:set-cell",
        _only_assigners(200),
        method="post",
        args=_plan,
        data=lambda scene: {
            "task": scene.task.pk,
            "unit": scene.watching_unit.pk,
            "action": "coordinating",
        },
    ),
    AccessRule("plans:confirm-assignments", _only_assigners(200), args=_plan),
    AccessRule(
        "plans:confirm-assignments",
        _only_assigners(302),
        method="post",
        args=_plan,
        data=lambda scene: {"seen": "0"},
    ),
    AccessRule("plans:edit-assignments", _only_assigners(200), args=_task),
    AccessRule("plans:edit-assignments", _only_assigners(422), method="post", args=_task),
    AccessRule("plans:list-names", _only_assigners(200), args=_plan),
    AccessRule("plans:match-names", _only_assigners(302), method="post", args=_plan),
    AccessRule("plans:decide-name", _only_assigners(302), method="post", args=_name),
    AccessRule(
        "plans:change-task",
        _only_assigners(302),
        method="post",
        args=lambda scene: [scene.task.pk, "share"],
    ),
    AccessRule(
        "plans:set-deadlines",
        _only_assigners(302),
        method="post",
        args=_task,
        data=lambda scene: {
            "deadline": f"{date(2027, 6, 20):%d/%m/%Y}",
            "words": "trước ngày 20/6",
            "document": LegalDocumentFactory().pk,
        },
    ),
    AccessRule("plans:edit-assignment", _only_assigners(200), args=_assignment),
    AccessRule(
        "plans:change-assignment",
        _only_assigners(302),
        method="post",
        args=lambda scene: [scene.assignment.pk, "deliverable"],
        data=lambda scene: {"deliverable": "Quy chế"},
    ),
    AccessRule(
        "reporting:transfer-assignment",
        _only_assigners(422),
        method="post",
        args=_assignment,
    ),
    AccessRule(
        "reporting:set-first-day",
        _only_assigners(422),
        method="post",
        args=_assignment,
    ),
    AccessRule("plans:list-documents", READERS),
    AccessRule("plans:add-document", _only_assigners(200)),
    AccessRule(
        "plans:add-document",
        _only_assigners(302),
        method="post",
        data=lambda scene: {"kind": "Công văn", "number": LegalDocumentFactory.build().number},
    ),
    AccessRule("plans:edit-document", _only_assigners(200), args=_document),
    AccessRule(
        "plans:edit-document",
        _only_assigners(302),
        method="post",
        args=_document,
        data=lambda scene: {"kind": "Công văn", "number": scene.extra["document"].number},
    ),
]
