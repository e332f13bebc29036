"""Elements of WordprocessingML, for what python-docx has no call for or is slow at."""

from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def add(parent: BaseOxmlElement, tag: str, **attributes: str | int) -> BaseOxmlElement:
    """The new last child w:`tag` of `parent`, with w: before the names of its attributes."""
    child = OxmlElement(
        f"w:{tag}", {f"{{{NAMESPACE}}}{name}": str(value) for name, value in attributes.items()}
    )
    parent.append(child)
    return child


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point, the unit of most lengths."""
    return round(mm * 1440 / 25.4)


def twips_of_points(points: float) -> int:
    return round(points * 20)


def half_points(points: float) -> int:
    """The unit of sizes of letters."""
    return round(points * 2)
