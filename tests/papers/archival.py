"""Checks of PDF/A-3u (ISO 19005-3) that a file of ours could fail, after veraPDF's rules for it.

Not veraPDF itself, which is a Java program of its own. Fonts are read with fontTools.
"""

import io
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, Pdf

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
DC = "{http://purl.org/dc/elements/1.1/}"
DEVICE_CMYK = re.compile(rb"(?<![\w.])(?:[\d.]+\s+){4}[kK]\s")
# Fonts within the fonts that pages name
DESCENDANTS = (Name.CIDFontType0, Name.CIDFontType2)
LETTERS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
# What no character of a text layer may be
NO_CHARACTERS = {0x0, 0xFEFF, 0xFFFE}


def faults(paper: bytes) -> list[str]:
    """What keeps the file from being PDF/A-3u, in words."""
    with pikepdf.open(io.BytesIO(paper)) as file:
        return [
            *_of_the_file(paper, file),
            *_of_metadata(file),
            *_of_colours(file),
            *(fault for font in _fonts(file) for fault in _of_font(font)),
            *_of_pages(file),
            *_of_attachments(file),
        ]


def _of_the_file(paper: bytes, file: Pdf) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", paper):
        yield "6.1.2: the header is not followed by four bytes above 127"
    if file.is_encrypted:
        yield "6.1.3: encrypted"
    if len(file.trailer.get(Name.ID, ())) != 2:
        yield "6.1.3: no id"
    if file.Root.get(Name.Names, {}).get(Name.JavaScript) or Name.OpenAction in file.Root:
        yield "6.5.2: actions"
    if Name.Requirements in file.Root:
        yield "6.12: requirements"
    for thing in file.objects:
        if isinstance(thing, pikepdf.Stream):
            filters = thing.get(Name.Filter, ())
            names = {str(one) for one in ([filters] if isinstance(filters, Name) else filters)}
            if names & {"/LZWDecode", "/Crypt"} or Name.F in thing:
                yield f"6.1.7: a stream is filtered by {names} or kept outside"


def _of_metadata(file: Pdf) -> Iterator[str]:
    stream = file.Root.get(Name.Metadata)
    if stream is None:
        yield "6.6.2: no metadata"
        return
    if Name.Filter in stream:
        yield "6.6.2: metadata are compressed"
    root = ElementTree.fromstring(stream.read_bytes())
    found = {one.tag: (one.text or "").strip() for one in root.iter()}
    if (found.get(f"{PDFA}part"), found.get(f"{PDFA}conformance")) != ("3", "U"):
        yield "6.6.4: the file does not say that it is PDF/A-3u"
    title = root.find(f".//{DC}title/{RDF}Alt/{RDF}li")
    if title is None or title.text != str(file.docinfo.get(Name.Title)):
        yield "6.6.3: the titles differ"
    used = {tag[1:].split("}")[0] for tag in found if "pdfuaid" not in tag and tag[0] == "{"}
    described = "http://www.aiim.org/pdfua/ns/id/" in found.values()
    if any("pdfua" in tag for tag in found) and not described:
        yield "6.6.2.3: the schema of PDF/UA is not described"
    known = ("w3.org", "purl.org", "adobe", "aiim.org")
    yield from (f"6.6.2.3: {one} is unknown" for one in used if not any(x in one for x in known))


def _of_colours(file: Pdf) -> Iterator[str]:
    intents = list(file.Root.get(Name.OutputIntents, ()))
    if len(intents) != 1 or intents[0].S != Name.GTS_PDFA1:
        yield "6.2.3: not one output intent"
        return
    profile = intents[0].DestOutputProfile
    data = profile.read_bytes()
    if int(profile.N) != 3 or data[16:20] != b"RGB " or data[36:40] != b"acsp":
        yield "6.2.3: the profile is not one of RGB"
    if len(data) != int.from_bytes(data[:4], "big"):
        yield "6.2.3: the profile is cut"
    for content in _contents(file):
        if DEVICE_CMYK.search(content):
            yield "6.2.4.3: colours of CMYK without a profile"


def _contents(file: Pdf) -> Iterator[bytes]:
    for page in file.pages:
        page.contents_coalesce()
        yield page.Contents.read_bytes()
    for thing in file.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get(Name.Subtype) == Name.Form:
            yield thing.read_bytes()


def _fonts(file: Pdf) -> Iterator[Any]:
    for thing in file.objects:
        is_font = isinstance(thing, Dictionary) and thing.get(Name.Type) == Name.Font
        if is_font and thing.get(Name.Subtype) not in DESCENDANTS:
            yield thing


def _of_font(font: Any) -> Iterator[str]:
    name = str(font.get(Name.BaseFont, "?"))
    if font.Subtype != Name.Type0:
        yield f"6.2.11: {name} is a font of another kind than ours"
        return
    inner = font.DescendantFonts[0]
    descriptor = inner.FontDescriptor
    program = descriptor.get(Name.FontFile2, descriptor.get(Name.FontFile3))
    if program is None:
        yield f"6.2.11.4: {name} is not embedded"
        return
    if inner.Subtype == Name.CIDFontType2 and Name.CIDToGIDMap not in inner:
        yield f"6.2.11.3: {name} has no map of glyphs"
    if font.get(Name.Encoding) != Name("/Identity-H"):
        yield f"6.2.11.3: {name} is encoded by something else than Identity-H"
    yield from _of_widths(name, inner, TTFont(io.BytesIO(program.read_bytes())))
    if Name.ToUnicode not in font:
        yield f"6.2.11.7: {name} has no characters"
        return
    told = b"".join(LETTERS.findall(font.ToUnicode.read_bytes()))
    letters = re.findall(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", told)
    if not letters:
        yield f"6.2.11.7: {name} has no characters"
    if any(int(glyph, 16) == 0 for glyph, _ in letters):
        yield f"6.2.11.8: {name} shows a glyph that it lacks"
    if any(not text or int(text, 16) in NO_CHARACTERS for _, text in letters):
        yield f"6.2.11.7: {name} has glyphs that are no characters"


def _of_widths(name: str, inner: Any, program: TTFont) -> Iterator[str]:
    """The widths that the file tells are those of the font."""
    scale = 1000 / program["head"].unitsPerEm
    order, metrics = program.getGlyphOrder(), program["hmtx"].metrics
    for glyph, told in _widths(inner.get(Name.W, ())):
        if glyph >= len(order) or abs(metrics[order[glyph]][0] * scale - told) > 1:
            yield f"6.2.11.5: {name} tells another width of glyph {glyph}"


def _widths(told: Any) -> Iterator[tuple[int, float]]:
    """Pairs of [first [width …]] and [first last width]."""
    items = list(told)
    while items:
        first = int(items.pop(0))
        if isinstance(items[0], pikepdf.Array):
            yield from enumerate(map(float, items.pop(0)), start=first)
        else:
            last, width = int(items.pop(0)), float(items.pop(0))
            yield from ((glyph, width) for glyph in range(first, last + 1))


def _of_pages(file: Pdf) -> Iterator[str]:
    for number, page in enumerate(file.pages, start=1):
        for annotation in page.obj.get(Name.Annots, ()):
            if int(annotation.get(Name.F, 0)) & 0b101111 != 0b100:
                yield f"6.3.2: an annotation on page {number} is not printed"
        if Name.AA in page.obj:
            yield f"6.5.2: actions on page {number}"


def _of_attachments(file: Pdf) -> Iterator[str]:
    associated = [one.objgen for one in file.Root.get(Name.AF, ())]
    for thing in file.objects:
        if not isinstance(thing, Dictionary) or thing.get(Name.Type) != Name.Filespec:
            continue
        embedded = thing.get(Name.EF, {}).get(Name.F)
        if embedded is None or Name.F not in thing or Name.UF not in thing:
            yield "6.8: an attached file has no name or no content"
        elif Name.Subtype not in embedded or Name.AFRelationship not in thing:
            yield "6.8: an attached file does not say what it is"
        elif thing.objgen not in associated:
            yield "6.8: an attached file belongs to nothing"
