"""A short plan as it is recognised, and imports of it in every state."""

import copy
from datetime import datetime
from typing import Any, cast

from plans.importing import receiving, recognizing
from plans.importing.changes import TaskChange
from plans.importing.findings import Findings, prepared
from plans.models import PlanImport
from tests.factories import NOON, UnitFactory, UserFactory
from units.models import Unit, User

RECOGNISED: dict[str, Any] = {
    "head": {
        "side": "party",
        "superior": "ĐẢNG BỘ TỈNH THỬ NGHIỆM",
        "issuer": "ĐẢNG ỦY XÃ THỬ",
        "number": "09-KH/ĐU",
        "symbol": "ĐU",
        "place": "Xã Thử",
        "issued_on": "2026-02-20",
        "kind": "Kế hoạch",
        "subject": "chuyển đổi số năm 2026",
        "signer": {"capacity": "T/M BAN THƯỜNG VỤ", "post": "BÍ THƯ", "name": "Lê Văn Thử"},
        "recipients": ["Như trên", "Lưu Văn phòng"],
    },
    "parts": [
        {"heading": "I. MỤC ĐÍCH", "role": "purposes", "first": 1, "last": 2},
        {"heading": "II. NHIỆM VỤ", "role": "tasks", "first": 3, "last": 6},
    ],
    "groups": [
        {
            "code": "1",
            "heading": "Phát triển hạ tầng số",
            "label": "Hạ tầng số",
            "kind": "tasks",
            "passage": 3,
            "tasks": [
                {
                    "code": "1.1",
                    "title": "Lắp đặt đường truyền tại nhà văn hóa",
                    "text": "Lắp đặt đường truyền tại nhà văn hóa các thôn trước ngày 15/11/2026.",
                    "kind": "one_off",
                    "passages": [4],
                    "leads": ["Phòng Văn hóa xã"],
                    "coordinators": ["Đoàn Thanh niên"],
                    "deliverable": "Biên bản nghiệm thu",
                    "deadline": {"words": "trước ngày 15/11/2026", "date": "2026-11-15"},
                    "targets": [{"words": "100% nhà văn hóa", "value": "100", "unit": "%"}],
                    "documents": [0],
                },
                {
                    "code": "1.2",
                    "title": "Tuyên truyền trên loa truyền thanh",
                    "text": "Tuyên truyền trên loa truyền thanh.",
                    "kind": "continuous",
                    "passages": [5],
                    "leads": ["Phòng Văn hóa xã", "VP"],
                    "coordinators": [],
                    "deliverable": "",
                    "deadline": {"words": "thường xuyên", "date": None},
                    "targets": [],
                    "documents": [],
                },
            ],
        },
        {
            "code": "2",
            "heading": "Tổ chức thực hiện",
            "label": "Tổ chức thực hiện",
            "kind": "organization",
            "passage": 6,
            "tasks": [],
        },
    ],
    "documents": [
        {
            "kind": "Nghị quyết",
            "number": "57-NQ/TW",
            "issued_on": "2024-12-22",
            "issuer": "Bộ Chính trị",
            "words": "Nghị quyết số 57-NQ/TW ngày 22/12/2024",
        }
    ],
    "footnotes": [],
    "units": [
        {"words": "Phòng Văn hóa xã", "code": "phong-van-hoa"},
        {"words": "VP", "code": "van-phong"},
        {"words": "Đoàn Thanh niên", "code": None},
    ],
    "passages": [
        {"index": index, "kind": kind, "raw": f"{raw}\n", "printed": printed}
        for index, (kind, raw, printed) in enumerate(
            [
                ("head", "ĐẢNG ỦY XÃ THỬ", "ĐẢNG ỦY XÃ THỬ"),
                ("section_heading", "I. MỤC ĐÍCH", "I. MỤC ĐÍCH"),
                ("body", "Nâng cao hiệu quả.", "Nâng cao hiệu quả."),
                ("group_heading", "1. Phát triển hạ tầng số", "1. Phát triển hạ tầng số"),
                (
                    "body",
                    "Lắp đặt đuờng truyền tại nhà văn hóa các thôn trước ngày 15/11/2026.",
                    "Lắp đặt đường truyền tại nhà văn hóa các thôn trước ngày 15/11/2026.",
                ),
                ("body", "Tuyên truyền trên loa.", "Tuyên truyền trên loa."),
                ("group_heading", "2. Tổ chức thực hiện", "2. Tổ chức thực hiện"),
                ("body", "Định kỳ 6 tháng báo cáo.", "Định kỳ 6 tháng báo cáo."),
            ]
        )
    ],
    "corrections": [
        {
            "passage": 4,
            "printed_words": "đuờng",
            "corrected_words": "đường",
            "note": "lỗi gõ dấu",
        }
    ],
    "problems": [],
}


def text_of(number: str = "09-KH/ĐU") -> str:
    return f"KẾ HOẠCH số {number}\nchuyển đổi số năm 2026\n"


def units() -> tuple[Unit, Unit]:
    """The two of the bodies in the text that the directory knows."""
    return (
        UnitFactory(code="phong-van-hoa", name="Phòng Văn hóa xã", short_name="P. VH"),
        UnitFactory(code="van-phong", name="Văn phòng Đảng ủy", short_name="VP ĐU"),
    )


def waiting(*, by: User | None = None, text: str = "", at: datetime = NOON) -> PlanImport:
    return receiving.paste(text=text or text_of(), by=by or UserFactory(), at=at)


def read(*, by: User | None = None, text: str = "", **head: object) -> PlanImport:
    """An import whose findings wait for review; `head` replaces facts of its head."""
    row = waiting(by=by, text=text)
    found = copy.deepcopy(RECOGNISED)
    found["head"] |= head
    token = recognizing.claim(import_id=row.pk, at=NOON)
    assert token is not None
    recognizing.keep(row, token=token, at=NOON, found=prepared(found))
    row.refresh_from_db()
    return row


def found_in(row: PlanImport) -> Findings:
    row.refresh_from_db()
    return cast(Findings, row.findings)


def task_change(**fields: Any) -> TaskChange:
    whole = {
        "group": "g2",
        "code": "1.1",
        "title": "Lắp đặt đường truyền",
        "text": "Lắp đặt đường truyền tại nhà văn hóa.",
        "kind": "one_off",
        "leads": "Phòng Văn hóa xã",
        "coordinators": "",
        "deliverable": "",
        "deadline_words": "",
        "deadline": None,
        "targets": "",
        "documents": (),
    }
    return TaskChange(**(whole | fields))
