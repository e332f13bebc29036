"""Bad inputs of the drill in a short, repeatable form: no 5xx, nothing written by a refusal."""

import random

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.drill.inputs import parsers, poison
from tests.drill.inputs.attempt import Findings, request
from tests.drill.inputs.crawl import crawl
from tests.drill.inputs.sending import Sender
from tests.factories import UnitFactory, UserFactory
from tests.permissions.scene import Scene
from units.models import Unit

pytestmark = pytest.mark.django_db
NUM_INPUTS = 240


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(scope="module")
def chance():
    return random.Random(126)


def test_forms_addresses_and_queries_break_nothing():
    scene = Scene()
    sender = Sender({"nobody": None, **scene.people}, seed=126)
    sender.look_around(most=60)

    findings = sender.send(NUM_INPUTS)

    assert findings.num_inputs == NUM_INPUTS
    assert findings.errors == []
    assert findings.partial == []
    assert sum(len(found.forms) for found in sender.found.values()) > 30


def test_parsers_refuse_in_words(chance):
    assert parsers.send(600, chance).errors == []


def test_what_the_drill_looks_for_is_seen(monkeypatch):
    """A view that writes and then refuses, and one that fails."""

    def half_done(request, **_kwargs):
        UnitFactory(code="nua-voi")
        return HttpResponse(status=422)

    def broken(request, **_kwargs):
        raise RuntimeError("x")

    findings = Findings()
    for view in (half_done, broken):
        monkeypatch.setattr("django.core.handlers.base.BaseHandler._get_response", _with(view))
        findings.add(view.__name__, request(Client(), "post", "/"))

    assert [sent for sent, _ in findings.partial] == ["half_done"]
    assert [sent for sent, _ in findings.errors] == ["broken"]
    assert not Unit.objects.filter(code="nua-voi").exists()


def _with(view):
    return lambda _handler, asked: view(asked)


def test_the_crawl_finds_forms_with_their_values(client):
    UserFactory()  # a product without people leads to its set-up

    found = crawl(client, start="/log-in/")

    [form] = [form for form in found.forms if "username" in form.fields]
    assert form.method == "post"
    assert form.fields["csrfmiddlewaretoken"][0]


def test_no_page_takes_text_for_markup():
    scene = Scene()
    clients = [Client(raise_request_exception=False) for _ in scene.people]
    for client, someone in zip(clients, scene.people.values(), strict=True):
        client.force_login(someone, backend="django.contrib.auth.backends.ModelBackend")

    num_columns = poison.write()
    num_pages, wrong = poison.injected(clients, most=8)

    assert num_columns > 20
    assert num_pages > 50
    assert wrong == []


def test_markup_in_a_page_is_seen(client, monkeypatch):
    found = {"tag": "<xin-chao>", "attribute": '<p title="" onxin=1>', "text": "&lt;xin-chao&gt;"}

    for words, num in (("tag", 1), ("attribute", 1), ("text", 0)):
        page = HttpResponse(found[words] + "xin-chao")
        monkeypatch.setattr(client, "get", lambda url, page=page: page)
        assert len(poison.injected([client], most=1)[1]) == num
