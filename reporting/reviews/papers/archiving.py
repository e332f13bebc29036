"""Issued papers as PDF/A-3u, the form in which archives keep them.

The sections are printed as they are for drafts; what the norm asks beyond that is said once, of the
whole file: the form itself, what its colours mean, an id that its content decides. `tests/papers/
archival.py` checks a file against the norm.
"""

import io
from datetime import UTC, date, datetime

import pikepdf
from django.template.loader import render_to_string
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Pdf, String

from reporting.reviews.papers.printer import srgb_profile

PRINTED = 4  # the flag of an annotation that shows on paper as well
COLOURS = "sRGB IEC61966-2.1"
FIGURES = "so-lieu-da-chot.json"
JSON = "application/json"


def make_archival(whole: Pdf, *, issued_on: date) -> None:
    """Let `whole` say that it is PDF/A-3u, and be it."""
    info = whole.docinfo
    told = {
        "title": str(info.get(Name.Title, "")),
        "author": str(info.get(Name.Author, "")),
        "producer": str(info.get(Name.Producer, "")),
        "language": str(whole.Root.Lang),
        "issued_on": issued_on.isoformat(),
    }
    metadata = render_to_string("reporting/papers/metadata.xml", told).strip()
    whole.Root.Metadata = whole.make_stream(metadata.encode(), Type=Name.Metadata, Subtype=Name.XML)
    profile = whole.make_stream(srgb_profile(), N=3, Alternate=Name.DeviceRGB)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(COLOURS),
        RegistryName=String("http://www.color.org"),
        Info=String(COLOURS),
        DestOutputProfile=profile,
    )
    whole.Root.OutputIntents = Array([whole.make_indirect(intent)])
    for page in whole.pages:
        for annotation in page.obj.get(Name.Annots, ()):
            annotation.F = PRINTED


def with_figures(paper: bytes, figures: bytes, *, frozen_at: datetime) -> bytes:
    """`paper` with the `figures` of the review as a file within it."""
    with pikepdf.open(io.BytesIO(paper)) as whole:
        attached = AttachedFileSpec(
            whole,
            figures,
            filename=FIGURES,
            mime_type=JSON,
            mod_date=f"D:{frozen_at.astimezone(UTC):%Y%m%d%H%M%SZ}",
            description="Số liệu đã chốt của báo cáo",
            relationship=Name.Source,
        )
        whole.attachments[FIGURES] = attached
        whole.Root.AF = Array([attached.obj])
        return saved(whole)


def saved(whole: Pdf) -> bytes:
    """The file; the same pages make the same bytes."""
    written = io.BytesIO()
    whole.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return written.getvalue()
