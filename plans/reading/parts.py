"""Parts of a document: which lines head them, and what they are about."""

from collections.abc import Sequence

from plans.reading.bodies import Names
from plans.reading.marks import NUMBER
from plans.reading.mending.paragraphs import MendedParagraph
from plans.reading.statements import is_detail, says_what_to_do
from plans.reading.structure import ORGANIZATION, OTHER, PURPOSES, TASKS, Node, topic_of

_LONGEST_PURPOSE, _LONGEST_LABEL = 10, 5


def parts_of(root: Node) -> list[Node]:
    """The parts by their marks, or numbered headings that are about what parts are about."""
    parts = [node for node in root.children if node.mark and node.mark.is_part]
    if parts:
        return parts
    numbered = [node for node in root.children if node.level == NUMBER]
    roles = [topic_of(label_of(node)) for node in numbered]
    is_parted = len(set(roles) - {""}) > 1 and {TASKS, ORGANIZATION} & set(roles)
    return numbered if is_parted else []


def role_of(part: Node, names: Names) -> str:
    """What a part is about; one that does not say is about tasks, like the program it is of."""
    has_tasks = len(part.children) > 1 or _says_what_to_do(part, names)
    return topic_of(label_of(part)) or (TASKS if has_tasks else OTHER)


def label_of(node: Node) -> str:
    """The words of a heading, or those before the colon of a line such as "Kinh phí: …"."""
    label = node.words.partition(":")[0]
    if node.is_heading:
        return node.words
    return label if len(label.split()) <= _LONGEST_LABEL and label != node.words else ""


def take_heading(part: Node, paragraphs: Sequence[MendedParagraph]) -> None:
    """Give a part that is only numbered ("Phần thứ hai") the line in capitals below it."""
    if part.words or not part.children:
        return
    first = part.children[0]
    if first.mark is None and first.words.isupper():
        part.words = first.words
        part.children = [*first.children, *part.children[1:]]
        paragraphs[first.at].kind = "section_heading"


def is_about_purposes(node: Node, names: Names) -> bool:
    """Whether a heading within a part about tasks says only why or how much.

    One that names a shortcoming heads what is done about it.
    """
    label = label_of(node)
    topic = topic_of(label)
    if len(label.split()) > _LONGEST_PURPOSE or is_detail(label):
        return False
    if topic == OTHER and _says_what_to_do(node, names):
        node.is_heading = True
        return False
    has_details = any(is_detail(each.words.partition(":")[0]) for each in node.children)
    return topic in (PURPOSES, OTHER) and not has_details


def _says_what_to_do(node: Node, names: Names) -> bool:
    """Whether a line below `node` is a task or says who does one; not one about the past."""
    below = [each for each in node.walk() if each is not node]
    return any(says_what_to_do(each.words, names) for each in below)
