"""What two products say of one plan: figures by codes, and the rows of its folders without ids."""

import json
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from plans.models import Plan
from reporting.counting.figures import Scope, figures_of
from reporting.counting.punctuality import filing_states
from reporting.counting.tallies import By
from reporting.plan_folders import tables
from tests.factories import person
from units.models import Role, Unit

HASHES_OVER_IDS = {"snapshot_sha256", "read_snapshot_sha256", "content_sha256"}
_ID_AT_END = re.compile(r"(?<=[:.-])\d+$")


def figures(plan: Plan, days: Iterable[date]) -> dict[Any, Any]:
    """Figures of the dashboard and punctuality on some days."""
    leader = person(Role.LEADER, unit=Unit.objects.order_by("code")[0])
    codes = {
        "by_unit": dict(Unit.objects.values_list("pk", "code")),
        "by_group": dict(plan.groups.values_list("pk", "code")),
        "by_task": dict(plan.tasks.values_list("pk", "code")),
    }
    periods = {period.pk: period for period in plan.periods.oldest_first()}
    found: dict[Any, Any] = {}
    for day in days:
        shown = figures_of(Scope(plan=plan, as_of=day), user=leader, by=[*By])
        found[day, "total"], found[day, "by_bloc"] = shown.total, shown.by_bloc
        for name, code_of in codes.items():
            by_id = getattr(shown, name)
            found[day, name] = {code_of[pk]: tally for pk, tally in by_id.items()}
        found[day, "filed"] = sorted(
            (periods[row.period_id].name, codes["by_unit"][row.unit_id], row.state)
            for row in filing_states(periods=list(periods.values()), as_of=day)
        )
    return found


def rows_in(folder: Path) -> dict[str, Any]:
    """Its rows, which name each other by their places, and stored JSON without ids."""
    found: dict[str, Any] = {}
    for name in tables.FILES:
        found |= json.loads((folder / name).read_text())["tables"]
    place_of = {
        label: {row["id"]: number for number, row in enumerate(rows) if "id" in row}
        for label, rows in found.items()
    }
    for model in (*tables.TABLE_OF, *tables.SHARED):
        label = tables.label(model)
        targets = {
            field.name: tables.label(target)
            for field in tables.columns(model)
            if (target := tables.target_of(field)) and target not in tables.NAMED_BY
        } | {"id": label}
        for row in found[label]:
            for column, value in row.items():
                if column in HASHES_OVER_IDS:
                    row[column] = bool(value)
                elif column in targets and isinstance(value, int):
                    row[column] = place_of[targets[column]][value]
                elif isinstance(value, dict | list):
                    row[column] = _without_ids(value)
    return found


def _without_ids(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: _without_ids(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_without_ids(one) for one in content]
    if isinstance(content, str):
        return _ID_AT_END.sub("0", content)
    return 0 if isinstance(content, int) else content
