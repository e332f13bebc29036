"""Rows of the annexes, from the snapshot."""

from reporting.counting.status import Cell
from reporting.models import state_words as words_of_state
from reporting.reviews.papers.days import day_in_text
from reporting.reviews.papers.words import SnapshotFigures, as_sentence, state_words
from reporting.reviews.schema import FrozenCells, FrozenContributions, FrozenTask, Snapshot

MAX_HELPERS_NAMED = 6


def document_rows(snapshot: Snapshot) -> list[dict[str, object]]:
    """Phụ lục 1: the documents, with the day as papers write it."""
    return [
        document | {"day": day_in_text(document["issued_on"])} for document in snapshot["documents"]
    ]


def progress_rows(snapshot: Snapshot) -> list[dict[str, object]]:
    """Phụ lục 2: a heading per group, then a row per task of the plan."""
    n = SnapshotFigures(snapshot)
    rows: list[dict[str, object]] = []
    for group_index, group in enumerate(snapshot["groups"]):
        rows.append({"group": group["label"]})
        for task_index, task in enumerate(group["tasks"]):
            place = ("groups", group_index, "tasks", task_index, "cells")
            rows.append(
                {
                    "code": task["code"],
                    "title": task["title"],
                    "lead": _lead_words(task),
                    "coordinators": _helpers_words(task["coordinators"]),
                    "deadline": _deadline_words(task),
                    "deliverable": _deliverable(task),
                    "done": n(*place, "done"),
                    "applicable": n(*place, "applicable"),
                    "verdict": _verdict(task),
                }
            )
    return rows


def matrix_rows(snapshot: Snapshot) -> dict[str, object]:
    """Phụ lục 3: units × groups, done of applicable, with a shade per fifth."""
    n = SnapshotFigures(snapshot)
    figures = snapshot["figures"]
    return {
        "groups": [row["label"] for row in figures["by_group"]],
        "rows": [
            {
                "name": row["name"],
                "cells": [
                    {
                        "done": n("figures", "matrix", index, "cells", column, "done"),
                        "applicable": n("figures", "matrix", index, "cells", column, "applicable"),
                        "late": cells["open_late"]
                        and n("figures", "matrix", index, "cells", column, "open_late"),
                        "is_empty": not cells["applicable"],
                        "shade": shade(cells),
                    }
                    for column, cells in enumerate(row["cells"])
                ],
            }
            for index, row in enumerate(figures["matrix"])
        ],
    }


def results_by_task(snapshot: Snapshot) -> list[dict[str, object]]:
    """Phụ lục 4: accepted results of each unit on tasks with several leading units."""
    period_names = {row["id"]: row["name"] for row in snapshot["report"]["periods"]}
    tasks: list[dict[str, object]] = []
    for group in snapshot["groups"]:
        for task in group["tasks"]:
            reporters = [lead for lead in task["leads"] if lead["results"]]
            if len(task["leads"]) < 2 or not reporters:
                continue
            tasks.append(
                {
                    "code": task["code"],
                    "title": task["title"],
                    "results": [
                        {
                            "unit": lead["unit_name"],
                            "period": period_names[lead["results"][-1]["period"]],
                            "text": as_sentence(lead["results"][-1]["text"])
                            if lead["results"][-1]["text"]
                            else _without_words(lead["results"][-1]["state"], task["kind"]),
                        }
                        for lead in reporters
                    ],
                }
            )
    return tasks


def extension_rows(snapshot: Snapshot) -> list[dict[str, object]]:
    """Phụ lục 5: extended deadlines; empty for snapshots older than this key."""
    return [
        row
        | {
            "before": day_in_text(row["deadline_from"]),
            "after": day_in_text(row["deadline_to"]),
            "day": day_in_text(row["document_issued_on"]),
        }
        for row in snapshot.get("extensions", [])
    ]


def contribution_rows(snapshot: Snapshot) -> dict[str, object]:
    """The annex after that: contributions by task; empty for snapshots older than this key."""
    n = SnapshotFigures(snapshot)
    period_names = {row["id"]: row["name"] for row in snapshot["report"]["periods"]}
    tasks = snapshot.get("contributions", [])
    return {
        "number": 6 if snapshot.get("extensions") else 5,
        "tasks": [
            {
                "code": task["task"],
                "title": task["title"],
                "asked": task["asked"] and n("contributions", index, "asked"),
                "given": n("contributions", index, "given"),
                "sent": [
                    {
                        "unit": row["unit_name"],
                        "period": period_names[row["period"]],
                        "text": as_sentence(row["text"]),
                        "evidence": "; ".join(row["evidence"]),
                    }
                    for row in task["sent"]
                ],
                "missing": _missing_by_period(task, period_names),
            }
            for index, task in enumerate(tasks)
        ],
    }


def _missing_by_period(
    task: FrozenContributions, period_names: dict[int, str]
) -> list[dict[str, str]]:
    """Units that did not contribute, a row per period in their order."""
    units: dict[int, list[str]] = {}
    for row in task["missing"]:
        units.setdefault(row["period"], []).append(row["unit_name"])
    return [{"period": period_names[pk], "units": ", ".join(rows)} for pk, rows in units.items()]


def shade(cells: FrozenCells) -> str:
    """0 (nothing done) to 5 (all done); "none" where nothing applies."""
    if not cells["applicable"]:
        return "none"
    return str(cells["done"] * 5 // cells["applicable"])


def _without_words(state: str, kind: str) -> str:
    """The result of an accepted entry without a text: its declared state."""
    return f"{words_of_state(state, kind)}." if state else "–"


def _lead_words(task: FrozenTask) -> str:
    leads = task["leads"]
    if not leads:
        return "Chưa phân công"
    return leads[0]["unit_name"] if len(leads) == 1 else f"{len(leads)} đơn vị"


def _helpers_words(names: list[str]) -> str:
    """A few names, then the number of the others: thirty names would fill a page."""
    if len(names) <= MAX_HELPERS_NAMED + 1:
        return ", ".join(names) or "–"
    named = ", ".join(names[:MAX_HELPERS_NAMED])
    return f"{named} và {len(names) - MAX_HELPERS_NAMED} đơn vị khác"


def _deadline_words(task: FrozenTask) -> str:
    """The deadline; where units differ, the first and the last; without one, the plan's words."""
    days = sorted({lead["deadline"] for lead in task["leads"] if lead["deadline"]})
    if days:
        shown = [day_in_text(day) for day in (days[0], days[-1])]
        return shown[0] if len(days) == 1 else f"{shown[0]} - {shown[1]}"
    if task["kind"] == "continuous":
        return "Thường xuyên"
    return task["timing"] or "Chưa xác định thời hạn"


def _deliverable(task: FrozenTask) -> str:
    return "; ".join(dict.fromkeys(x["deliverable"] for x in task["leads"] if x["deliverable"]))


def _verdict(task: FrozenTask) -> str:
    if len(task["leads"]) == 1:
        words = state_words(task["leads"][0])
        return words[0].upper() + words[1:]
    late = sum(lead["cell"] == Cell.OPEN_LATE for lead in task["leads"])
    if not task["leads"] or not task["cells"]["applicable"]:
        return "–"
    if task["cells"]["open"] == 0:
        return "Các đơn vị đều hoàn thành"
    return f"{late} đơn vị quá hạn" if late else "Đang thực hiện"
