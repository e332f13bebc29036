"""Units and people: everyone lists units, the office lists people, administrators edit both.

Logging in is public. The office prepares reorganisations, administrators carry them out and undo.
"""

from django.utils.timezone import localdate, now

from reporting.reorganisation import preparing
from tests.factories import NOON, LegalDocumentFactory
from tests.permissions import AccessRule, everyone
from tests.permissions.scene import Scene
from units.models import DirectoryImport, LogInOrigin

KEPT_BY_ADMINISTRATORS = {"administrator": 200}
STEP_OF_ADMINISTRATORS = {"administrator": 302}


def _unit(scene: Scene) -> list[int]:
    return [scene.unit.pk]


def _person(scene: Scene) -> list[int]:
    return [scene.people["stranger"].pk]


def _membership(scene: Scene) -> list[int]:
    return [scene.people["stranger"].memberships.get().pk]


def _origin(scene: Scene) -> list[int]:
    return [LogInOrigin.objects.get_or_create(name="canbo", address="192.0.2.1")[0].pk]


def _list(scene: Scene) -> list[int]:
    content = {"rows": [], "unread": []}
    by = scene.people["administrator"]
    facts = {"file_name": "x.xlsx", "uploaded_at": NOON, "uploaded_by": by, "content": content}
    return [DirectoryImport.objects.create(**facts).pk]


def _facts(scene: Scene) -> dict[str, object]:
    return {
        "name": "Phòng Thử",
        "short_name": "P. Thử",
        "code": "phong-thu",
        "kind": "department",
        "bloc": "government",
        "position": 5,
    }


def _today() -> str:
    return f"{localdate():%d/%m/%Y}"


def _of_words(noun: str, words: dict[str, str], *, code: str) -> list[AccessRule]:
    """The pages of a list of words, and the steps on its word of a `code`."""
    may = {"others": 403, "args": lambda scene: [code]}
    step = {**may, "method": "post"}
    return [
        AccessRule(f"units:add-{noun}", KEPT_BY_ADMINISTRATORS, others=403),
        AccessRule(
            f"units:add-{noun}",
            STEP_OF_ADMINISTRATORS,
            others=403,
            method="post",
            data=lambda scene: words,
        ),
        AccessRule(f"units:edit-{noun}", KEPT_BY_ADMINISTRATORS, **may),
        AccessRule(f"units:edit-{noun}", STEP_OF_ADMINISTRATORS, data=lambda scene: words, **step),
        AccessRule(
            f"units:step-{noun}",
            STEP_OF_ADMINISTRATORS,
            data=lambda scene: {"step": "down"},
            **step,
        ),
    ]


ACCESS = [
    AccessRule("units:kept-form", everyone(200)),
    AccessRule("units:drop-kept-form", everyone(302), method="post"),
    AccessRule("units:log-in", everyone(302), anonymous=200),
    AccessRule("units:ask-reset", everyone(200), anonymous=200),
    AccessRule("units:new-password", everyone(410), anonymous=410),
    AccessRule("units:log-out", everyone(302), method="post"),
    AccessRule("units:change-password", everyone(200)),
    AccessRule("units:log-in-with-code", everyone(302), method="post"),
    AccessRule("units:second-factor", everyone(200)),
    AccessRule("units:switch-on-second-factor", everyone(422), method="post"),
    AccessRule("units:switch-off-second-factor", everyone(302), method="post"),
    AccessRule("units:renew-recovery-codes", everyone(302), method="post"),
    AccessRule(
        "units:reset-second-factor",
        STEP_OF_ADMINISTRATORS,
        others=403,
        method="post",
        args=_person,
    ),
    AccessRule("units:list-sessions", everyone(200)),
    AccessRule("units:end-other-sessions", everyone(302), method="post"),
    AccessRule("units:list-log-ins", KEPT_BY_ADMINISTRATORS, others=403),
    AccessRule("units:unlock", STEP_OF_ADMINISTRATORS, others=403, method="post", args=_origin),
    AccessRule("units:list-units", everyone(200)),
    AccessRule("units:add-unit", KEPT_BY_ADMINISTRATORS, others=403),
    AccessRule("units:add-unit", STEP_OF_ADMINISTRATORS, others=403, method="post", data=_facts),
    AccessRule("units:edit-unit", KEPT_BY_ADMINISTRATORS, others=403, args=_unit),
    AccessRule(
        "units:edit-unit",
        STEP_OF_ADMINISTRATORS,
        others=403,
        method="post",
        args=_unit,
        data=_facts,
    ),
    AccessRule(
        "units:rename-unit",
        STEP_OF_ADMINISTRATORS,
        others=403,
        method="post",
        args=_unit,
        data=lambda scene: {
            "name": "Tên mới",
            "short_name": "Mới",
            "first_day": _today(),
            "document": "1-QĐ/HU",
        },
    ),
    AccessRule(
        "units:add-succession",
        STEP_OF_ADMINISTRATORS,
        others=403,
        method="post",
        args=_unit,
        data=lambda scene: {
            "kind": "merge",
            "successor": scene.watching_unit.pk,
            "effective_on": _today(),
            "document": "1-QĐ/HU",
        },
    ),
    AccessRule("units:upload-list", KEPT_BY_ADMINISTRATORS, others=403),
    AccessRule("units:upload-list", {"administrator": 422}, others=403, method="post"),
    AccessRule("units:download-list-form", KEPT_BY_ADMINISTRATORS, others=403),
    AccessRule("units:directory-import", KEPT_BY_ADMINISTRATORS, others=403, args=_list),
    AccessRule("units:confirm-list", {"administrator": 422}, others=403, method="post", args=_list),
    AccessRule("units:discard-list", STEP_OF_ADMINISTRATORS, others=403, method="post", args=_list),
    AccessRule("units:list-kinds", KEPT_BY_ADMINISTRATORS, others=403),
    *_of_words("kind", {"name": "Trạm y tế", "bloc": "government"}, code="department"),
    *_of_words("bloc", {"name": "Khối doanh nghiệp"}, code="party"),
    AccessRule("units:name-roles", KEPT_BY_ADMINISTRATORS, others=403),
    AccessRule(
        "units:name-roles",
        STEP_OF_ADMINISTRATORS,
        others=403,
        method="post",
        data=lambda scene: {"head": "Thủ trưởng"},
    ),
    AccessRule(
        "units:apply-preset", KEPT_BY_ADMINISTRATORS, others=403, args=lambda scene: ["commune"]
    ),
    AccessRule(
        "units:apply-preset",
        STEP_OF_ADMINISTRATORS,
        others=403,
        method="post",
        args=lambda scene: ["district"],
    ),
    AccessRule(
        "units:list-people",
        {"reviewer": 200, "leader": 200, "administrator": 200},
        others=403,
    ),
    AccessRule("units:add-person", KEPT_BY_ADMINISTRATORS, others=403),
    AccessRule(
        "units:add-person",
        KEPT_BY_ADMINISTRATORS,
        others=403,
        method="post",
        data=lambda scene: {"username": "moi", "full_name": "Lê Thị Mới"},
    ),
    AccessRule("units:edit-person", KEPT_BY_ADMINISTRATORS, others=403, args=_person),
    AccessRule(
        "units:edit-person",
        STEP_OF_ADMINISTRATORS,
        others=403,
        method="post",
        args=_person,
        data=lambda scene: {"full_name": "Lê Thị Mới"},
    ),
    AccessRule(
        "units:add-membership",
        STEP_OF_ADMINISTRATORS,
        others=403,
        method="post",
        args=_person,
        data=lambda scene: {"unit": scene.unit.pk, "role": "officer", "first_day": _today()},
    ),
    AccessRule(
        "units:end-membership",
        STEP_OF_ADMINISTRATORS,
        others=403,
        method="post",
        args=_membership,
        data=lambda scene: {"last_day": _today()},
    ),
    AccessRule(
        "units:reset-password", KEPT_BY_ADMINISTRATORS, others=403, method="post", args=_person
    ),
    AccessRule(
        "units:set-active",
        STEP_OF_ADMINISTRATORS,
        others=403,
        method="post",
        args=_person,
        data=lambda scene: {"is_active": "no"},
    ),
]

REORGANISERS = ("reviewer", "administrator")
READ = dict.fromkeys(REORGANISERS, 200)
STEP = dict.fromkeys(REORGANISERS, 302)


def _act(scene: Scene) -> list[int]:
    """One that ends the unit of the scene."""
    act = preparing.prepare(
        document=LegalDocumentFactory(),
        effective_on=localdate(),
        table=f"{scene.unit.name}\tXã Sen Hồng\n",
        by=scene.people["administrator"],
        at=now(),
    )
    scene.extra["reorganisation"] = act
    return [act.pk]


def _unit_of_act(scene: Scene) -> list[int]:
    return [*_act(scene), scene.unit.pk]


def _table_of_units(scene: Scene) -> dict[str, object]:
    document = LegalDocumentFactory()
    return {
        "document": document.pk,
        "effective_on": f"{localdate():%d/%m/%Y}",
        "table": f"{scene.unit.name}\tgiải thể",
    }


def _of_reorganisation(name: str, expected: dict[str, int], **facts: object) -> AccessRule:
    return AccessRule(f"reporting:{name}", expected, others=403, **facts)  # type: ignore[arg-type]


ACCESS += [
    _of_reorganisation("list-reorganisations", READ),
    _of_reorganisation("add-reorganisation", READ),
    _of_reorganisation("add-reorganisation", STEP, method="post", data=_table_of_units),
    _of_reorganisation("reorganisation", READ, args=_act),
    _of_reorganisation("edit-reorganisation", READ, args=_act),
    _of_reorganisation("edit-reorganisation", STEP, method="post", args=_act, data=_table_of_units),
    _of_reorganisation("confirm-reorganisation", READ, args=_act),
    _of_reorganisation("reorganised-unit", READ, args=_unit_of_act),
    _of_reorganisation("reorganised-unit", STEP, method="post", args=_unit_of_act),
    _of_reorganisation("choose-successors", STEP, method="post", args=_act),
    _of_reorganisation(
        "decide-many", STEP, method="post", args=_act, data=lambda scene: {"fate": "proposal"}
    ),
    # Nothing is below the unit of the scene
    _of_reorganisation("place-many", dict.fromkeys(STEP, 422), method="post", args=_act),
    _of_reorganisation("rehearse-reorganisation", STEP, method="post", args=_act),
    # The preview was not seen; nothing is carried out, so nothing is undone
    _of_reorganisation("carry-out", {"administrator": 422}, method="post", args=_act),
    _of_reorganisation("undo-reorganisation", {"administrator": 422}, method="post", args=_act),
    _of_reorganisation("discard-reorganisation", STEP, method="post", args=_act),
]
