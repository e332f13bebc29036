"""Numbers as people type them, from the file that the parsers of server and browser both read."""

import json
from pathlib import Path
from typing import Any

_CASES = Path(__file__).with_suffix(".json")


def all_cases() -> list[dict[str, Any]]:
    """Every case: its `text`, and the `number` that it stands for or a part of its `refusal`."""
    return json.loads(_CASES.read_text(encoding="utf-8"))


def read_cases() -> list[tuple[str, str]]:
    return [(row["text"], row["number"]) for row in all_cases() if row.get("number")]


def missing_cases() -> list[str]:
    return [row["text"] for row in all_cases() if "number" in row and row["number"] is None]


def refused_cases() -> list[tuple[str, str]]:
    return [(row["text"], row["refusal"]) for row in all_cases() if "refusal" in row]
