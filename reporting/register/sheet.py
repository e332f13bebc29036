"""The register as a sheet for Excel."""

from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localdate

from reporting.models import Review, Term
from reporting.papers.lists import Value, to_list_sheet

COLUMNS = {
    "Số, ký hiệu": 16,
    "Ngày ban hành": 14,
    "Loại": 20,
    "Trích yếu": 60,
    "Kế hoạch": 18,
    "Người ký": 24,
    "Hiệu lực": 34,
    "SHA-256 của PDF": 40,
}


def sheet_of(papers: Iterable[Review], *, term: Term | None, on: date) -> bytes:
    """A sheet of `papers`."""
    whose = f"{term.issuing_body}, lập" if term else "Lập"
    return to_list_sheet(
        "Sổ văn bản",
        title=f"SỔ VĂN BẢN ĐÃ BAN HÀNH{f' – NHIỆM KỲ {term.name}' if term else ''}",
        lead=f"{whose} ngày {on:%d/%m/%Y}",
        columns=COLUMNS,
        rows=map(_values_of, papers),
    )


def standing_of(paper: Review) -> str:
    """Whether the paper is in force, in words."""
    withdrawal = getattr(paper, "withdrawal", None)
    if withdrawal:
        return f"Đã thu hồi ngày {localdate(withdrawal.withdrawn_at):%d/%m/%Y}: {withdrawal.reason}"
    later = getattr(paper, "replaced_by", None)
    if later and later.is_issued:
        return f"Đã thay thế bằng số {later.number}, ngày {later.issued_on:%d/%m/%Y}"
    return "Còn hiệu lực"


def _values_of(paper: Review) -> list[Value]:
    return [
        paper.number,
        paper.issued_on,
        paper.get_kind_display(),
        paper.title,
        paper.plan.number,
        paper.signer_name,
        standing_of(paper),
        paper.pdf_sha256,
    ]
