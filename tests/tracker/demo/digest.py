"""A digest of all rows of the product, equal for equal content on either database.

`python -m tests.tracker.demo.digest` migrates the database of the environment, makes a small
demonstration in it, and prints the digest of each table as JSON.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterator

import django
from django.apps import apps
from django.db import models

APPS = ("units", "plans", "reporting")
# Salts, ids and times of the machine
VARYING = {"password", "created_at", "claim"}


def digests() -> dict[str, str]:
    """A digest of the content of each table, by model."""
    rows = _Rows()
    found = {}
    for model in _models():
        lines = sorted(rows.digest_of(row) for row in model._default_manager.all())
        found[model._meta.label] = _hash([len(lines), *lines])
    return found


class _Rows:
    """Digests of rows. A foreign key counts as the digest of its row, because ids may differ."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, object], str] = {}

    def digest_of(self, row) -> str:
        key = (row._meta.label, row.pk)
        if key not in self._known:
            self._known[key] = _hash(list(self._values(row)))
        return self._known[key]

    def _values(self, row) -> Iterator[object]:
        for field in row._meta.concrete_fields:
            if field.primary_key or field.name in VARYING:
                continue
            if field.is_relation:
                yield self._digest_behind(row, field)
            elif field.name == "url":
                yield re.sub(r"\d+", "#", getattr(row, field.name))
            elif isinstance(field, models.JSONField):
                yield _without_ids(getattr(row, field.name))
            else:
                yield getattr(row, field.name)

    def _digest_behind(self, row, field) -> str | None:
        """The digest of the row that `field` refers to, read once for all rows that do."""
        pk = getattr(row, field.attname)
        if pk is None:
            return None
        known = self._known.get((field.related_model._meta.label, pk))
        return known or self.digest_of(getattr(row, field.name))


def _without_ids(content):
    """Kept content names an indicator by its words and by its id, which may differ."""
    if isinstance(content, list):
        return [_without_ids(part) for part in content]
    if isinstance(content, dict):
        return {key: _without_ids(part) for key, part in content.items() if key != "indicator"}
    return content


def _models():
    for label in APPS:
        yield from (
            model
            for model in apps.get_app_config(label).get_models()
            if "Permission" not in model.__name__
        )


def _hash(values: list[object]) -> str:
    text = json.dumps(values, default=_text, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _text(value: object) -> str:
    return f"{value:.4f}" if hasattr(value, "quantize") else value.isoformat()


def main() -> None:
    django.setup()
    from django.core.management import call_command

    from tests.factories import NOON
    from tracker.demo.seeding import seed_demo

    call_command("migrate", verbosity=0)
    seed_demo(at=NOON, num_units=20, num_periods=3, with_reviews=False)
    sys.stdout.write(json.dumps(digests()))


if __name__ == "__main__":
    main()
