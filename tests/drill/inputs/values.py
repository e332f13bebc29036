"""Values that broke other systems, and how they are put into a form."""

import random
from collections.abc import Mapping

LONG = "Ư" * 70_000
VALUES = [
    "",
    " ",
    "\t\r\n",
    "0",
    "-1",
    "1",
    "999999999999999999999",
    "9223372036854775808",
    "2147483648",
    "1e309",
    "-0",
    "NaN",
    "inf",
    "1,5",
    "1.234,56",
    "1,234.56",
    "١٢٣",
    "½",
    "0x1F",
    "1_000",
    "31/02/2026",
    "29/02/2025",
    "00/00/0000",
    "1/1/1",
    "31/12/9999",
    "01/01/10000",
    "2026-13-45",
    "2026-02-30T25:61",
    "hôm nay",
    "None",
    "null",
    "true",
    "on",
    "[]",
    "{}",
    '{"a": [1, {"b": null}]}',
    "[" * 5_000,
    "undefined",
    "\0",
    "a\0b",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "\u202eđảo\u202c",
    "\uf0b7\tgạch đầu dòng",
    "\ufeffBOM",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f" * 50,
    "\u0323\u0302" * 5_000,
    "Đảng ủy xã Hải Định",
    "Đa\u0309ng u\u0309y",
    "B¸o c¸o kÕt qu¶",
    "TUYỆT MẬT",
    "ＭẬＴ",
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{ 7|add:7 }}{% debug %}",
    "' OR 1=1 --",
    '"; DROP TABLE units_unit; --',
    "%00%0d%0aSet-Cookie:a=b",
    "\r\nX-A: b",
    "../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "file:///etc/passwd",
    "http://[::1",
    "//vi-du.invalid/x",
    "javascript:alert(1)",
    "=cmd|'/c calc'!A0",
    "@SUM(1+1)",
    "%s%n%x",
    "${7*7}",
    "a" * 301,
    "x" * 5_001,
    LONG,
    "1-2-3",
    "row-1",
    "-",
    ".",
    ",",
    "%",
    "#",
    "&a=b",
    "?page=99999999999999999999",
    "\U0010ffff",
]

Fields = dict[str, list[object]]


def one(chance: random.Random) -> str:
    return chance.choice(VALUES)


def mutated(fields: Mapping[str, list[object]], chance: random.Random) -> Fields:
    """The fields with one to three changes: other values, none, two, or a field of another name."""
    changed: Fields = {name: list(values) for name, values in fields.items()}
    names = [name for name in changed if name != "csrfmiddlewaretoken"]
    for _ in range(chance.randint(1, 3)):
        name = chance.choice(names) if names else "x"
        match chance.randint(0, 9):
            case 0:
                changed.pop(name, None)
            case 1:
                changed[name] = [*changed.get(name, []), one(chance)]
            case 2:
                changed[chance.choice([f"{name}-1", f"{name}[]", "pk", "id", "next"])] = [
                    one(chance)
                ]
            case 3 if len(names) > 1:
                other = chance.choice(names)
                changed[name], changed[other] = changed.get(other, []), changed.get(name, [])
            case _:
                changed[name] = [one(chance)]
    return changed


def bytes_mutated(content: bytes, chance: random.Random) -> bytes:
    """The file cut, with other bytes in places, or with a part of it twice."""
    found = bytearray(content)
    match chance.randint(0, 4):
        case 0:
            return bytes(found[: chance.randrange(len(found) + 1)])
        case 1:
            start = chance.randrange(len(found))
            return bytes(found[:start] + found[start // 2 :])
        case 2:
            start = chance.randrange(len(found))
            found[start : start + chance.randint(1, 64)] = b""
            return bytes(found)
        case _:
            for _ in range(chance.randint(1, 12)):
                found[chance.randrange(len(found))] = chance.randrange(256)
            return bytes(found)
