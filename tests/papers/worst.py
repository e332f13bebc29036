"""A review whose every text is one of the worst: each place of the paper has each input."""

import copy
from datetime import date
from typing import Any

from reporting.papers.profiles import profile_of
from reporting.papers.sheet import stylesheet
from reporting.reviews.papers.printer import Printer
from tests.papers.inputs import ALL, LINES, NUMBERS, WORDS

# What tries the width of a place; signs are the same everywhere
LONG = [*NUMBERS, *WORDS]
PERIODS = [f"Tháng {month}/2026 (NĐ 09/2019)" for month in range(1, 13)]
# As many as the review of the scene has groups of tasks
GROUPS = [WORDS[2], NUMBERS[4]]


def printed(html: str) -> bytes:
    """A PDF that holds `html` alone, set as papers are."""
    section = Printer().section(_page(html))
    assert section is not None
    return section.pdf


def _page(html: str) -> str:
    style = stylesheet(profile_of(date(2026, 6, 1), is_party=True))
    head = f"<title>x</title><style>{style}</style>"
    return f'<!doctype html><html lang="vi"><head>{head}</head><body>{html}</body></html>'


def everywhere(taken: dict[str, Any]) -> dict[str, Any]:
    """The snapshot `taken` with the inputs as documents, tasks, units, indicators and results."""
    worst = copy.deepcopy(taken)
    worst["documents"] = [
        {
            "number": NUMBERS[index % len(NUMBERS)].text,
            "issued_on": "2026-03-01",
            "issuer": one.text,
            "subject": one.text,
            "entries": [],
        }
        for index, one in enumerate(LINES)
    ]
    worst["extensions"] = [
        {
            "task": "1.1",
            "title": one.text,
            "unit_name": one.text,
            "deadline_from": "2026-03-26",
            "deadline_to": "2026-04-25",
            "document": NUMBERS[index % len(NUMBERS)].text,
            "document_issued_on": "2026-03-16",
        }
        for index, one in enumerate(LONG)
    ]
    worst["indicators"] = {
        "counts": dict.fromkeys(
            ("all", "with_target", "reached", "not_reached", "without_result"), 1
        ),
        "rows": [
            _indicator(NUMBERS[index % len(NUMBERS)].text, one.text)
            for index, one in enumerate(LONG)
        ],
    }
    worst["contributions"] = [
        {
            "task": "1.1",
            "title": one.text,
            "asked": 1,
            "given": 1,
            "sent": [
                {
                    "unit_name": one.text,
                    "period": taken["report"]["periods"][0]["id"],
                    "text": one.text,
                    "evidence": [NUMBERS[1].text],
                }
            ],
            "missing": [],
        }
        for one in LONG
    ]
    _tasks(worst)
    cells = worst["figures"]["matrix"][0]["cells"]
    worst["figures"]["matrix"] = [{"unit": 1, "name": one.text, "cells": cells} for one in LONG]
    group = worst["figures"]["by_group"][0]
    worst["figures"]["by_group"] = [group | {"label": one.text} for one in GROUPS]
    for found, one in zip(worst["groups"], GROUPS, strict=True):
        found["label"] = found["heading"] = one.text
    for part in ("topics", "report", "comparison"):
        worst[part] = _renamed(worst[part])
    for part in ("trend", "filings", "filers"):
        worst["figures"][part] = [
            _renamed(row) | {"name": PERIODS[index]}
            for row in worst["figures"][part]
            for index in range(len(PERIODS))
        ]
    worst["plan"] |= {"subject": WORDS[0].text, "issuer": WORDS[1].text}
    return worst


def _renamed(part: Any, name: str = "") -> Any:
    """`part` of a snapshot with a long word as each name in it, and all of them as a list."""
    if isinstance(part, dict):
        return {key: _renamed(value, key) for key, value in part.items()}
    if isinstance(part, list):
        names = name == "names" or name.endswith("_in")
        return [one.text for one in LONG] if names else [_renamed(one) for one in part]
    is_name = name == "name" or name.endswith("_name")
    return NUMBERS[4].text if is_name and part else part


def _indicator(number: str, text: str) -> dict[str, Any]:
    return {
        "indicator": 1,
        "task": "1.1",
        "name": text,
        "unit_of_measure": text,
        "direction": "up",
        "is_cumulative": False,
        "target": "98,5",
        "target_document": number,
        "result": "97,4",
        "parts": "974/1.000",
        "is_reached": False,
        "asked": 3,
        "reported": 2,
        "aggregation": "sum",
        "not_applicable": 0,
        "waiting": 0,
        "missing": 1,
    }


def _tasks(worst: dict[str, Any]) -> None:
    """A task of one unit and one of several in turn, with an input as every text."""
    kinds = worst["groups"][0]["tasks"]
    worst["groups"][0]["tasks"] = [
        _task(kinds[index % len(kinds)], f"1.{index}", one.text) for index, one in enumerate(ALL)
    ]


def _task(kind: dict[str, Any], code: str, text: str) -> dict[str, Any]:
    line = " ".join(text.split())
    leads = copy.deepcopy(kind["leads"])
    for lead in leads:
        lead |= {"unit_name": line[:300], "deliverable": line[:300]}
        for result in lead["results"]:
            result["text"] = text
    names = [line[:300]] * 2
    return kind | {"code": code, "title": line[:300], "leads": leads, "coordinators": names}
