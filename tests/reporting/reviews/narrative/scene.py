"""Small snapshots with one topic, for the sentences on it."""

from reporting.reviews.narrative.places import PlacedTopic

NOBODY = {"count": 0, "names": [], "others": 0}


def named(*names, others=0):
    return {"count": len(names) + others, "names": list(names), "others": others}


def result(entry, text="", period=1, state="done", **more):
    return {
        "entry": entry,
        "period": period,
        "text": text,
        "percent": None,
        "state": state,
        **more,
    }


def lead(name, *results, label="done_undated", cell="done_undated", deadline=None, number=1):
    return {
        "assignment": number,
        "unit": number,
        "unit_name": name,
        "label": label,
        "cell": cell,
        "deadline": deadline,
        "deadline_document": "",
        "deliverable": "",
        "percent": None,
        "results": list(results),
    }


def task(code, title, *leads, kind="one_off", done=0, applicable=0):
    return {
        "id": 1,
        "code": code,
        "title": title,
        "kind": kind,
        "is_fan_out": len(leads) > 1,
        "timing": "",
        "cells": {"done": done, "applicable": applicable, "open": applicable - done},
        "leads": list(leads),
        "coordinators": [],
    }


def topic(*tasks, units=None, states=None, **counts):
    """The topic "group-1" of these tasks; counts that are not given are zero."""
    names = (
        *("num_units", "num_parts", "num_outside", "dated", "dated_done", "dated_on_time"),
        *("dated_extended", "dated_late", "dated_open", "dated_overdue", "once", "once_done"),
        *("periodic", "periodic_met", "both", "both_met", "results", "documents"),
    )
    return {
        "key": "group-1",
        "tasks": [row["code"] for row in tasks],
        "num_tasks": len(tasks),
        **dict.fromkeys(names, 0),
        "units": dict.fromkeys(("done", "late", "missing", "returned", "open"), NOBODY)
        | (units or {}),
        "by_state": dict.fromkeys(("done", "partly", "open", "idle", "unassigned"), NOBODY)
        | (states or {}),
        **counts,
    }


def placed(*tasks, periods=("Quý 1/2026",), judged_in="", indicators=(), basis="kỳ trước", **parts):
    """A snapshot with one topic of these tasks, and the place of the topic in it."""
    snapshot = {
        "report": {
            "kind": "interim",
            "periods": [
                {"id": number, "name": name, "data_from": "2026-01-01", "data_to": "2026-03-31"}
                for number, name in enumerate(periods, 1)
            ],
        },
        "figures": {"judged_in": judged_in},
        "topics": [topic(*tasks, **parts)],
        "groups": [{"code": "1", "label": "Nhóm", "heading": "Nhóm", "tasks": list(tasks)}],
        "indicators": {"rows": list(indicators)},
        "comparison": {"basis": basis, "period_name": "Quý 4/2025", "range_basis": basis},
    }
    return PlacedTopic(snapshot, 0)
