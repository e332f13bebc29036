"""Named constraints that no row of `tests.constraints` breaks."""

import os
from collections.abc import Iterator

import django
from django.apps import apps

from tests.house.figure import Figure

APPS = ("units", "plans", "reporting")


def figures() -> Iterator[Figure]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    yield Figure.of("named constraints without a test", untested())


def named() -> set[str]:
    """The names of all constraints of the models, those of joining tables included."""
    return {
        constraint.name
        for app in APPS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        for constraint in model._meta.constraints
    }


def untested() -> list[str]:
    from tests.constraints import breaches  # imports models

    return sorted(named() - {breach.name for breach in breaches()})
