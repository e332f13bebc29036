"""Kinds and blocs that come with the product, and are always there.

Code, the sample plan and the demonstration name them by their codes. The office renames them,
orders them and switches them off, but cannot delete them.
"""

from django.db import transaction

from units.models import Bloc, UnitKind

STEP = 10  # between the positions of a list

BLOCS = {
    Bloc.PARTY: "Khối Đảng",
    Bloc.COUNCIL: "Khối Hội đồng nhân dân",
    Bloc.GOVERNMENT: "Khối chính quyền",
    Bloc.FRONT: "Khối Mặt trận, đoàn thể",
}
# By code: name and usual bloc
KINDS = {
    UnitKind.STANDING_COMMITTEE: ("Thường trực, Ban Thường vụ", Bloc.PARTY),
    UnitKind.PARTY_COMMISSION: ("Ban đảng", Bloc.PARTY),
    UnitKind.INSPECTION_COMMISSION: ("Ủy ban Kiểm tra", Bloc.PARTY),
    UnitKind.COMMITTEE_OFFICE: ("Văn phòng cấp ủy", Bloc.PARTY),
    UnitKind.PARTY_ORGANIZATION: ("Chi bộ, đảng bộ trực thuộc", Bloc.PARTY),
    UnitKind.PEOPLES_COUNCIL: ("Hội đồng nhân dân", Bloc.COUNCIL),
    UnitKind.PEOPLES_COMMITTEE: ("Ủy ban nhân dân", Bloc.GOVERNMENT),
    UnitKind.DEPARTMENT: ("Phòng, ban chuyên môn", Bloc.GOVERNMENT),
    UnitKind.COMMUNE: ("Xã, thị trấn", Bloc.GOVERNMENT),
    UnitKind.FATHERLAND_FRONT: ("Ủy ban Mặt trận Tổ quốc", Bloc.FRONT),
    UnitKind.MASS_ORGANIZATION: ("Tổ chức chính trị - xã hội", Bloc.FRONT),
}


@transaction.atomic
def ensure() -> None:
    """Add what is missing; what is there stays as the office wants it."""
    blocs = Bloc.objects.in_bulk()
    Bloc.objects.bulk_create(
        Bloc(code=code, name=name, position=STEP * place)
        for place, (code, name) in enumerate(BLOCS.items(), start=1)
        if code not in blocs
    )
    kinds = UnitKind.objects.in_bulk()
    UnitKind.objects.bulk_create(
        UnitKind(code=code, name=name, bloc_id=bloc, position=STEP * place)
        for place, (code, (name, bloc)) in enumerate(KINDS.items(), start=1)
        if code not in kinds
    )
