"""Files of users and of attackers, built in memory; the same arguments give the same bytes."""

import io
import zipfile

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

WORD_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx(*paragraphs: str, extra: dict[str, str | bytes] | None = None) -> bytes:
    """A Word file; a `|` in a paragraph splits it into two runs, as Word often does."""
    body = "".join(
        "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in text.split("|")) + "</w:p>"
        for text in paragraphs
    )
    document = (
        f'<w:document xmlns:w="http://example.invalid/w"><w:body>{body}</w:body></w:document>'
    )
    return zipped(
        {"[Content_Types].xml": WORD_TYPES, "word/document.xml": document, **(extra or {})}
    )


def xlsx(*cells: str, sheet: str = "Sheet1") -> bytes:
    strings = "".join(f"<si><t>{text}</t></si>" for text in cells)
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f'<workbook><sheets><sheet name="{sheet}"/></sheets></workbook>',
            "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
        }
    )


def pdf(*, root: dict[str, object] | None = None, password: str = "") -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    for key, value in (root or {}).items():
        document.Root[key] = value
    out = io.BytesIO()
    lock = pikepdf.Encryption(owner=password, user=password) if password else None
    document.save(out, encryption=lock or False, deterministic_id=lock is None)
    return out.getvalue()


def pdf_saying(html: str) -> bytes:
    from weasyprint import HTML

    return HTML(string=f"<body>{html}</body>").write_pdf()


def image(kind: str, size: tuple[int, int] = (40, 30), **saving: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, format=kind, **saving)
    return out.getvalue()
