"""The first administrator of an empty product."""

import stat

import pytest
from django.core.management import CommandError, call_command

from tests.factories import NOON, UnitFactory, UserFactory
from tracker.lib.refusal import Refused
from units import administrators
from units.models import UnitKind, User

pytestmark = pytest.mark.django_db


def test_first_administrator_may_keep_the_directory_and_must_change_the_password():
    UnitFactory(kind=UnitKind.COMMITTEE_OFFICE)

    user, password = administrators.make_first(at=NOON)

    stored = User.objects.get(username="quantri")
    assert stored == user
    assert stored.check_password(password)
    assert stored.must_change_password
    assert stored.has_perm("units.manage_directory")


def test_the_first_administrator_is_refused_if_people_exist():
    UnitFactory(kind=UnitKind.COMMITTEE_OFFICE)
    UserFactory()

    with pytest.raises(Refused, match="đã có người dùng"):
        administrators.make_first(at=NOON)


def test_first_administrator_of_an_empty_directory_brings_the_office():
    UnitFactory(kind=UnitKind.COMMUNE, code="van-phong")

    user, _ = administrators.make_first(at=NOON)

    office = user.memberships.get().unit
    assert (office.kind_id, office.code) == (UnitKind.COMMITTEE_OFFICE, "van-phong-2")
    assert office.names.get().name == "Văn phòng"
    assert office.changes.filter(by=user).exists()


def test_command_keeps_the_password_for_its_owner_alone(settings, tmp_path, capsys):
    settings.DATA_DIR = tmp_path
    UnitFactory(kind=UnitKind.COMMITTEE_OFFICE)

    call_command("create_administrator")
    with pytest.raises(CommandError):
        call_command("create_administrator")

    username, password = (tmp_path / "first-login.txt").read_text().split()
    assert username == "quantri"
    assert User.objects.get().check_password(password)
    assert stat.S_IMODE((tmp_path / "first-login.txt").stat().st_mode) == 0o600
    assert password in capsys.readouterr().out
