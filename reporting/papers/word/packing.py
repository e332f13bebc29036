"""A Word file as bytes: the same bytes for the same paper and moment."""

import io
import zipfile
from datetime import UTC, datetime

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.rel import Relationships

from reporting.papers.word.elements import add, twips
from reporting.papers.word.lists import LISTS
from reporting.papers.word.styles import DASHES, LANGUAGE
from reporting.papers.word.texts import valid

# Parts of python-docx's template that papers do not use: they name other fonts and programs
UNUSED = (
    RELATIONSHIP_TYPE.CUSTOM_XML,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    RELATIONSHIP_TYPE.FONT_TABLE,
    RELATIONSHIP_TYPE.THEME,
    RELATIONSHIP_TYPE.THUMBNAIL,
    RELATIONSHIP_TYPE.WEB_SETTINGS,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)
WORD_2013 = 15
TAB_MM = 30
# Of every file in the package: ZIP knows none earlier
NO_TIME = (1980, 1, 1, 0, 0, 0)


def empty_document(*, is_two_sided: bool = False) -> WordDocument:
    """A document without content, of the language and with the lists of papers.

    On one that is printed on both sides the margins of even pages are mirrored.
    """
    word = docx.Document()
    _drop_unused(word.part.rels)
    _drop_unused(word.part.package.rels)
    _set_settings(word, is_two_sided=is_two_sided)
    _set_lists(word)
    return word


def set_properties(word: WordDocument, *, title: str, author: str, at: datetime) -> None:
    properties = word.core_properties
    properties.title = valid(title)[:255]
    properties.author = properties.last_modified_by = valid(author)[:255]
    properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None)
    properties.language = LANGUAGE
    properties.comments = properties.keywords = ""
    properties.revision = 1


def packed(word: WordDocument) -> bytes:
    """The file; python-docx would write the time of the clock beside each part."""
    written, fixed = io.BytesIO(), io.BytesIO()
    word.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(fixed, "w") as package:
        for name in parts.namelist():
            place = zipfile.ZipInfo(name, NO_TIME)
            package.writestr(place, parts.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def _drop_unused(relations: Relationships) -> None:
    for key, relation in list(relations.items()):
        if relation.reltype in UNUSED:
            del relations[key]


def _set_settings(word: WordDocument, *, is_two_sided: bool) -> None:
    settings = word.settings.element
    settings.clear()
    add(settings, "zoom", percent=100)
    if is_two_sided:
        add(settings, "mirrorMargins")
    add(settings, "defaultTabStop", val=twips(TAB_MM))
    add(settings, "characterSpacingControl", val="doNotCompress")
    compatible = add(settings, "compat")
    # The last line before a line end is not stretched over the width of a justified paragraph
    add(compatible, "doNotExpandShiftReturn")
    uri = "http://schemas.microsoft.com/office/word"
    add(compatible, "compatSetting", name="compatibilityMode", uri=uri, val=WORD_2013)
    add(settings, "themeFontLang", val=LANGUAGE)
    add(settings, "decimalSymbol", val=",")
    add(settings, "listSeparator", val=";")


def _set_lists(word: WordDocument) -> None:
    """The list with a dash before each line, and one for each sign that people type."""
    lists = word.part.numbering_part.element
    lists.clear()
    signs = {DASHES: ("-", "space")} | {number: (sign, "tab") for sign, number in LISTS.items()}
    for number, (sign, gap) in signs.items():
        abstract = add(lists, "abstractNum", abstractNumId=number)
        add(abstract, "multiLevelType", val="singleLevel")
        level = add(abstract, "lvl", ilvl=0)
        add(level, "start", val=1)
        add(level, "numFmt", val="bullet")
        add(level, "suff", val=gap)
        add(level, "lvlText", val=sign)
        add(level, "lvlJc", val="left")
    # The format asks for them behind what they name
    for number in signs:
        add(add(lists, "num", numId=number), "abstractNumId", val=number)
