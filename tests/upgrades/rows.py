"""Rows of the database as JSON, read and written alike through current and historical models."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.db import models

from tracker.lib.database.steps import loader_of_single_steps

APPS = ("units", "plans", "reporting")
PERMISSION = "auth.permission"


def models_of(apps: Apps) -> list[type[models.Model]]:
    """Models whose rows belong to a fixture, including the tables of many-to-many fields.

    The groups of `auth` are among them: the memberships of `units` put people into groups.
    """
    group: Any = apps.get_model("auth", "Group")
    found = [group, group.permissions.through]
    for label in APPS:
        found += apps.get_app_config(label).get_models(include_auto_created=True)
    return found


def fields_of(model: type[models.Model]) -> list[models.Field]:
    return list(model._meta.local_concrete_fields)


def permission_keys(apps: Apps) -> dict[int, list[str]]:
    """Natural keys of the permissions by id: their ids differ from database to database."""
    permissions: Any = apps.get_model("auth", "Permission")
    rows = permissions.objects.values_list(
        "pk", "codename", "content_type__app_label", "content_type__model"
    )
    return {pk: list(key) for pk, *key in rows}


def refers_to_permission(field: models.Field) -> bool:
    related = field.related_model
    return isinstance(related, type) and related._meta.label_lower == PERMISSION


def plain(value: Any) -> Any:
    """`value` as JSON can hold it; `Field.to_python` reads it back."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def dump(apps: Apps) -> dict[str, Any]:
    """All rows of the database, with the last migration of each app."""
    keys = permission_keys(apps)
    tables = {}
    for model in models_of(apps):
        fields = fields_of(model)
        names = [field.attname for field in fields]
        of_permissions = {field.attname for field in fields if refers_to_permission(field)}
        tables[model._meta.label] = {
            "fields": names,
            "rows": [
                [
                    keys[value] if name in of_permissions else plain(value)
                    for name, value in zip(names, row, strict=True)
                ]
                for row in model._base_manager.order_by("pk").values_list(*names)
            ],
        }
    return {"migrations": _last_migrations(), "tables": tables}


def _last_migrations() -> dict[str, str]:
    return dict(sorted(loader_of_single_steps().graph.leaf_nodes()))


def write(fixture: dict[str, Any], file: Path) -> None:
    """Write `fixture` with one row a line, so that a change of it can be read as a diff."""
    file.write_text("".join(_lines(fixture)), encoding="utf-8")


def _lines(fixture: dict[str, Any]) -> Iterator[str]:
    def compact(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    yield f'{{"migrations": {compact(fixture["migrations"])},\n"files": {{'
    yield _joined(f"{compact(name)}: {compact(file)}" for name, file in fixture["files"].items())
    yield '},\n"tables": {\n'
    yield _joined(
        f'{compact(label)}: {{"fields": {compact(table["fields"])},\n"rows": ['
        + _joined(map(compact, table["rows"]))
        + "]}"
        for label, table in fixture["tables"].items()
    )
    yield "}}\n"


def _joined(lines: Iterable[str]) -> str:
    return ",\n".join(lines)
