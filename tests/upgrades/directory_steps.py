"""Changes of units and people."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from guardian.shortcuts import assign_perm

from plans.models import LegalDocument, Plan
from reporting.reorganisation import carrying_out, preparing, preview
from units import directory, people
from units.kinds import changing
from units.models import Bloc, DirectoryImport, Role, SuccessionKind, Unit, UnitKind, User

LONG_NAME = "Ủy ban nhân dân xã có tên gọi rất dài để thử việc ghi lại diễn biến của danh bạ".ljust(
    200, "n"
)
LONG_DOCUMENT = "Quyết định số 1271/QĐ-UBND về việc đổi tên đơn vị hành chính cấp xã".ljust(
    200, "q"
)


def play(*, at: datetime) -> None:
    administrator = User.objects.get(memberships__role=Role.ADMINISTRATOR)
    started_at = at - timedelta(days=60)
    unit = directory.add_unit(
        name=LONG_NAME,
        short_name="X. Tên dài",
        code="xa-ten-dai",
        aliases=["UBND xã Tên dài"],
        kind=UnitKind.objects.get(pk=UnitKind.COMMUNE),
        bloc=Bloc.objects.get(pk=Bloc.GOVERNMENT),
        first_day=date(2024, 1, 1),
        by=administrator,
        at=started_at,
    )
    directory.change_unit(
        unit=unit, aliases=["Xã Tên dài"], position=990, by=administrator, at=started_at
    )
    # An event that names two long texts
    directory.rename_unit(
        unit=unit,
        name="Ủy ban nhân dân xã Tên ngắn",
        short_name="X. Tên ngắn",
        first_day=timezone.localdate(started_at),
        document=LONG_DOCUMENT,
        by=administrator,
        at=started_at,
    )
    successor = Unit.objects.get(pk=_units_that_file()[0])
    directory.record_succession(
        predecessor=unit,
        successor=successor,
        kind=SuccessionKind.MERGE,
        effective_on=timezone.localdate(at),
        document="Nghị quyết số 12 (demo)",
        by=administrator,
        at=at,
    )
    for number, pk in enumerate(_units_that_file()):
        _add_head(pk, number, by=administrator, at=started_at)
    changing.name_roles(names={Role.HEAD: "Lãnh đạo đơn vị"}, by=administrator, at=started_at)
    _dissolve(by=administrator, at=at)
    # A list that waits for its confirmation
    cells = {"name": "Phòng Y tế", "kind": "Phòng, ban chuyên môn", "bloc": "Khối chính quyền"}
    row = {"table": "units", "number": 2, "cells": cells, "faults": [], "doubts": []}
    DirectoryImport.objects.create(
        file_name="danh-sach.xlsx",
        uploaded_at=at,
        uploaded_by=administrator,
        content={"rows": [row], "unread": []},
    )
    # The product grants to groups only; the tables of grants to persons exist nevertheless
    assign_perm("units.read_filings", administrator, successor)
    assign_perm("plans.view_plan", administrator, Plan.objects.get())
    administrator.user_permissions.add(*administrator.groups.get().permissions.order_by("pk")[:1])


def _dissolve(*, by: User, at: datetime) -> None:
    """End a unit by a table of successions, of which its officer is told."""
    unit = directory.add_unit(
        name="Hội mẫu của huyện",
        short_name="Hội mẫu",
        code="hoi-mau",
        aliases=[],
        kind=UnitKind.objects.get(pk=UnitKind.COMMUNE),
        bloc=Bloc.objects.get(pk=Bloc.GOVERNMENT),
        by=by,
        at=at,
    )
    people.grant_membership(
        person=User.objects.filter(memberships__role=Role.OFFICER).order_by("pk")[0],
        unit=unit,
        role=Role.OFFICER,
        position="",
        first_day=timezone.localdate(at) - timedelta(days=60),
        by=by,
        at=at,
    )
    act = preparing.prepare(
        document=LegalDocument.objects.order_by("pk")[0],
        effective_on=timezone.localdate(at),
        table="Hội mẫu\tgiải thể",
        by=by,
        at=at,
    )
    seen = preview.preview_of(act, today=timezone.localdate(at)).digest
    carrying_out.carry_out(act=act, seen=seen, by=by, at=at)


def _units_that_file() -> list[int]:
    return sorted(set(Unit.objects.exclude(submissions=None).values_list("pk", flat=True)))


def _add_head(unit_id: int, number: int, *, by: User, at: datetime) -> None:
    head, _ = people.add_person(
        username=f"thutruong.{number}",
        full_name=f"Thủ trưởng {number} (demo)",
        position="Thủ trưởng",
        work_phone="0233 000 000",
        email=f"thutruong.{number}@demo.invalid",
        by=by,
        at=at,
    )
    people.reset_password(person=head, by=by, at=at)
    people.grant_membership(
        person=head,
        unit=Unit.objects.get(pk=unit_id),
        role=Role.HEAD,
        position="Thủ trưởng",
        first_day=date(2024, 3, 19),
        by=by,
        at=at,
    )
