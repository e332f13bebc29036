"""The skeleton that the product ships for each kind of review.

The keys are stored in snapshots and with what people wrote, so they never change.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from plans.models import GroupKind
from reporting.models import ANNEX_LEVEL, ReviewKind
from reporting.reviews.skeletons.sections import OutlineSection

PROPOSAL = "2.IV"
DOCUMENTS, PROGRESS, MATRIX, RESULTS = "annex-1", "annex-2", "annex-3", "annex-4"
EXTENSIONS, CONTRIBUTIONS = "annex-extensions", "annex-contributions"
COMMITMENTS, INDICATORS = "annex-commitments", "annex-indicators"
COMMENDATION = "annex-commendation"


class GroupName(NamedTuple):
    """A group of the plan as headings name it."""

    code: str
    label: str
    heading: str
    kind: str


class Above(NamedTuple):
    """The bodies above an issuer as the headings of its recommendations name them."""

    highest: str = "Trung ương"
    next: str = "Tỉnh ủy, Hội đồng nhân dân, Ủy ban nhân dân tỉnh"


# Papers from before the office could change headings name these
PROVINCE = Above()


def sections(
    kind: str, groups: Iterable[GroupName], above: Above = PROVINCE
) -> list[OutlineSection]:
    """The headings below the opening; what not every office wants is off."""
    if kind == ReviewKind.PERIODIC:
        return _periodic(groups)
    own = [group for group in groups if group.kind == GroupKind.TASKS]
    return _whole(_of_groups(own, "heading"), above, is_final=kind == ReviewKind.FINAL)


def annexes(kind: str) -> list[OutlineSection]:
    """The annexes; those that lack data are left out of a paper besides."""
    is_whole = kind != ReviewKind.PERIODIC
    titles = (
        (DOCUMENTS, "Danh mục văn bản đã ban hành", True),
        (PROGRESS, "Tiến độ thực hiện nhiệm vụ", True),
        (MATRIX, "Kết quả theo đơn vị và nhóm nhiệm vụ", True),
        (RESULTS, "Kết quả được chấp nhận theo nhiệm vụ, đơn vị và kỳ", True),
        (EXTENSIONS, "Phần việc được gia hạn", True),
        (CONTRIBUTIONS, "Nội dung của các đơn vị phối hợp", True),
        (COMMITMENTS, "Tự đánh giá của các đơn vị về thực hiện các phương châm", True),
        # Bảng 2 of the body shows the same
        (INDICATORS, "Biểu chỉ tiêu, chỉ số", False),
        (COMMENDATION, "Khen thưởng, xử lý trách nhiệm", is_whole),
    )
    return [
        OutlineSection(key, title, ANNEX_LEVEL, is_written=False, is_on=is_on)
        for key, title, is_on in titles
    ]


def _whole(
    groups: Sequence[OutlineSection], above: Above, *, is_final: bool
) -> list[OutlineSection]:
    """Those of an interim or a final review."""
    return [
        OutlineSection("part-1", "TÌNH HÌNH, KẾT QUẢ THỰC HIỆN", 0, is_written=False),
        OutlineSection("I", "CÔNG TÁC QUÁN TRIỆT, LÃNH ĐẠO, CHỈ ĐẠO", 1, is_written=False),
        OutlineSection("I.1", "Công tác tuyên truyền, quán triệt", 2, "communication"),
        OutlineSection("I.2", "Công tác lãnh đạo, chỉ đạo, ban hành văn bản", 2, "direction"),
        OutlineSection("I.3", "Công tác kiểm tra, giám sát, đôn đốc", 2, "supervision"),
        OutlineSection("II", "KẾT QUẢ THỰC HIỆN CÁC NHÓM NHIỆM VỤ, GIẢI PHÁP", 1, "overview"),
        *groups,
        OutlineSection("III", "KẾT QUẢ THỰC HIỆN MỘT SỐ CHỈ TIÊU, CHỈ SỐ", 1, "indicators"),
        OutlineSection("IV", "ĐÁNH GIÁ CHUNG", 1, is_written=False),
        OutlineSection("IV.1", "Ưu điểm", 2),
        OutlineSection("IV.2", "Tồn tại, hạn chế", 2),
        OutlineSection("IV.3", "Nguyên nhân", 2, is_written=False),
        OutlineSection("IV.3.a", "Nguyên nhân khách quan", 3),
        OutlineSection("IV.3.b", "Nguyên nhân chủ quan", 3),
        OutlineSection("IV.4", "Bài học kinh nghiệm", 2, is_on=is_final),
        OutlineSection(
            "part-2", "PHƯƠNG HƯỚNG, NHIỆM VỤ, GIẢI PHÁP THỜI GIAN TỚI", 0, is_written=False
        ),
        OutlineSection("2.forecast", "DỰ BÁO TÌNH HÌNH", 1, is_on=False),
        OutlineSection("2.I", "NHIỆM VỤ, GIẢI PHÁP TRỌNG TÂM", 1),
        OutlineSection("2.II", "KIẾN NGHỊ, ĐỀ XUẤT", 1, is_written=False),
        OutlineSection("2.II.1", f"Với {above.highest}", 2),
        OutlineSection("2.II.2", f"Với {above.next}", 2),
        OutlineSection("2.II.3", "Với các cơ quan, đơn vị, địa phương", 2),
        OutlineSection("2.III", "ĐỀ NGHỊ KHEN THƯỞNG", 1, is_on=is_final),
        OutlineSection(
            PROPOSAL, "ĐỀ XUẤT KẾT THÚC, TIẾP TỤC HOẶC THAY THẾ KẾ HOẠCH", 1, is_on=is_final
        ),
    ]


def _periodic(groups: Iterable[GroupName]) -> list[OutlineSection]:
    return [
        OutlineSection("II", "KẾT QUẢ THỰC HIỆN", 1, "overview"),
        *_of_groups(groups, "label"),
        OutlineSection("III", "TỒN TẠI, HẠN CHẾ, NGUYÊN NHÂN", 1),
        OutlineSection("2.I", "NHIỆM VỤ TRỌNG TÂM KỲ TỚI", 1),
        OutlineSection("2.II", "KIẾN NGHỊ, ĐỀ XUẤT", 1),
    ]


def _of_groups(groups: Iterable[GroupName], name: str) -> list[OutlineSection]:
    # A heading in capitals, as of an annex, would stand out among the others
    names = ((group, getattr(group, name)) for group in groups)
    return [
        OutlineSection(
            f"group-{group.code}",
            group.label if words.isupper() else words,
            2,
            "group",
            group=group.code,
        )
        for group, words in names
    ]
