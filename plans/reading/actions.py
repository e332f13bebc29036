"""What is to be done, apart from the bodies that are named with it."""

import re

from plans.reading.bodies import Names, list_at
from plans.reading.clauses import without_connectives
from plans.reading.roles import Roles, roles_in
from plans.reading.statements import only_gives

_BRACKETS = re.compile(r"\s*\((?P<words>[^()]*)\)")
_GIVEN = re.compile(r"(?:Giao(?: cho)?|Yêu cầu|Đề nghị|Phân công)\s+", re.IGNORECASE)
_OF_WHOM = re.compile(r"(?:Đối với|Về phía|(?:Trách nhiệm|Nhiệm vụ) của)\s+")
_GIVEN_WORDS = re.compile(r"[Cc]hủ trì|hoàn thành|thời gian|phối hợp:")


def heading_roles(heading: str, names: Names) -> Roles:
    """The bodies that a heading names: alone, or with what they are given to do."""
    words = heading.strip(" :.")
    if words.startswith("Lãnh đạo "):
        return Roles()  # what to do, no leaders
    given = _GIVEN.match(words) or _OF_WHOM.match(words)
    bodies, end = list_at(words, given.end() if given else 0, names)
    if bodies and not words[end:].strip(" :."):
        return Roles(leads=bodies)
    return roles_in(heading, names) if heading.rstrip().endswith(":") else Roles()


def action_of(text: str, names: Names) -> str:
    """What is to be done, without the bodies that do it."""
    own = without_connectives(text)
    if only_gives(own, names):
        return own
    own = _BRACKETS.sub(lambda found: "" if _is_given(found["words"], names) else found[0], own)
    given = _GIVEN.match(own)
    bodies, end = list_at(own, given.end() if given else 0, names)
    if not bodies:
        return own
    rest = own[end:]
    chairing = re.match(
        r"\s*(?:là (?:cơ quan|đơn vị) )?(?:chịu trách nhiệm )?chủ trì(?!/),?\s*(?:tham mưu(?=,))?",
        rest,
    )
    rest = rest[chairing.end() :] if chairing else rest
    shared = re.match(r"[\s,]*phối hợp(?: chặt chẽ| tốt)?\s*(?:cùng với|với|cùng)?\s+", rest)
    if shared:
        _others, stop = list_at(rest, shared.end(), names)
        rest = rest[stop:] if stop > shared.end() else rest
    rest = rest.lstrip(" ,:")
    return re.sub(r"^(?:có trách nhiệm|chịu trách nhiệm)\s+", "", rest) or own


def _is_given(words: str, names: Names) -> bool:
    return bool(_GIVEN_WORDS.search(words)) or only_gives(words, names)
