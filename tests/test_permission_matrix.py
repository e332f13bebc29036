"""Every address × every kind of person. An address without a door fails the suite."""

import importlib
import pkgutil

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests.permissions
from tests.permissions import Door
from tests.permissions.scene import PEOPLE, Scene


def _doors() -> list[Door]:
    doors: list[Door] = []
    for module in pkgutil.iter_modules(tests.permissions.__path__):
        if module.name != "scene":
            doors += importlib.import_module(f"tests.permissions.{module.name}").DOORS
    return doors


DOORS = _doors()


def _url_names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> set[str]:
    names: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            names |= _url_names(pattern.url_patterns, space)
        else:
            assert pattern.name, f"{pattern} has no name"
            names.add(f"{prefix}{pattern.name}")
    return names


def test_every_address_has_a_door():
    addresses = _url_names(get_resolver().url_patterns)

    assert addresses - {door.url_name for door in DOORS} == set()


def test_every_door_leads_somewhere():
    addresses = _url_names(get_resolver().url_patterns)

    assert {door.url_name for door in DOORS} - addresses == set()


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method} {door.url_name}")
def test_door_answers_each_person_as_it_should(door):
    scene = Scene()
    url = reverse(door.url_name, args=door.args(scene))

    answers = {who: _knock(door, url, scene, who) for who in PEOPLE}

    assert answers == {who: door.answer_for(who) for who in PEOPLE}


def _knock(door: Door, url: str, scene: Scene, who: str) -> int:
    """The answer WHO gets; whatever the knock changed is undone, for the next one to find."""
    client = Client()
    if who != "nobody":
        client.force_login(scene.people[who], backend="django.contrib.auth.backends.ModelBackend")
    before = transaction.savepoint()
    response = getattr(client, door.method)(url, door.data(scene))
    if response.streaming:
        list(response)  # a file that is not read stays open
    transaction.savepoint_rollback(before)
    return response.status_code
