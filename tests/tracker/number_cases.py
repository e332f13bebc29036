"""Cases of typed numbers, shared by the tests of the server's and the browser's parser."""

import json
from pathlib import Path
from typing import Any

_CASES = Path(__file__).with_suffix(".json")


def all_cases() -> list[dict[str, Any]]:
    """All cases: `text` with the `number` it means, or a part of its `refusal`."""
    return json.loads(_CASES.read_text(encoding="utf-8"))


def read_cases() -> list[tuple[str, str]]:
    return [(row["text"], row["number"]) for row in all_cases() if row.get("number")]


def missing_cases() -> list[str]:
    return [row["text"] for row in all_cases() if "number" in row and row["number"] is None]


def refused_cases() -> list[tuple[str, str]]:
    return [(row["text"], row["refusal"]) for row in all_cases() if "refusal" in row]
