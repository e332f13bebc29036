"""The lists of words: kinds of unit, blocs, names of roles."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import NOON, UnitFactory, UserFactory, person
from tests.race import run_together
from tracker.lib.refusal import Refused
from units import directory
from units.kinds import built_in, changing
from units.models import Bloc, DirectoryEvent, Role, Unit, UnitKind
from units.models.membership import role_names

pytestmark = pytest.mark.django_db

LIST = "units:list-kinds"
CENTER = "Trung tâm phục vụ hành chính công"


def _by():
    return {"by": UserFactory(), "at": NOON}


def _kind(name=CENTER, bloc=Bloc.GOVERNMENT):
    return changing.add_kind(name=name, bloc=Bloc.objects.get(pk=bloc), **_by())


def _notes(word_list):
    return list(DirectoryEvent.objects.filter(word_list=word_list).values_list("note", flat=True))


def test_a_new_kind_stands_last_with_a_code_of_its_name_that_never_changes():
    kind = _kind()
    changing.change_kind(
        kind=kind, name="Trung tâm một cửa", bloc=Bloc.objects.get(pk=Bloc.PARTY), **_by()
    )

    kind.refresh_from_db()
    assert (kind.pk, kind.name, kind.bloc_id) == (
        "trung-tam-phuc-vu-hanh-chi",
        "Trung tâm một cửa",
        "party",
    )
    assert UnitKind.objects.in_list_order().last() == kind
    assert _notes("kinds") == [
        f"Thêm “{CENTER}”, thường thuộc Khối chính quyền",
        f"Sửa “{CENTER}” (Khối chính quyền) thành “Trung tâm một cửa” (Khối Đảng)",
    ]


def test_the_history_tells_what_a_kind_was_called_when_it_was_changed():
    seen_earlier, party = _kind(), Bloc.objects.get(pk=Bloc.PARTY)
    kind = UnitKind.objects.get(pk=seen_earlier.pk)
    changing.change_kind(kind=kind, name="Trạm y tế", bloc=kind.bloc, **_by())

    changing.change_kind(kind=seen_earlier, name="Trung tâm y tế", bloc=party, **_by())

    assert _notes("kinds")[-1] == (
        "Sửa “Trạm y tế” (Khối chính quyền) thành “Trung tâm y tế” (Khối Đảng)"
    )


def test_two_words_of_a_list_are_never_the_same_and_other_codes_do_not_collide():
    _kind("Trạm y tế")
    other = _kind("Trạm Y tế")

    with pytest.raises(Refused, match="đã có"):
        _kind("Trạm Y tế")
    with pytest.raises(Refused, match="đã có"):
        changing.add_bloc(name="Khối Đảng", **_by())
    assert other.pk == "tram-y-te-2"


def test_a_word_changes_places_with_its_neighbour():
    first, second, *_ = Bloc.objects.in_list_order()

    changing.move(row=first, direction="up", **_by())
    changing.move(row=first, direction="down", **_by())

    assert list(Bloc.objects.in_list_order())[:2] == [second, first]
    assert _notes("blocs") == [f"Chuyển “{first.name}” xuống"]


def test_a_word_that_is_switched_off_is_no_longer_offered_but_shown_while_a_unit_bears_it():
    borne, free = Bloc.objects.get(pk=Bloc.FRONT), Bloc.objects.get(pk=Bloc.COUNCIL)
    UnitFactory(bloc=Bloc.FRONT)
    for bloc in (borne, free):
        changing.switch(row=bloc, is_on=False, **_by())

    assert {borne, free} & set(Bloc.objects.offered()) == set()
    assert {code for code, _ in Bloc.choices()} == {"party", "government", "front"}
    for bloc in Bloc.objects.offered()[1:]:
        changing.switch(row=bloc, is_on=False, **_by())
    with pytest.raises(Refused, match="ít nhất một"):
        changing.switch(row=Bloc.objects.offered().get(), is_on=False, **_by())


def test_a_word_is_deleted_only_where_it_is_the_offices_own_and_nothing_bears_it():
    bloc = changing.add_bloc(name="Khối doanh nghiệp", **_by())
    kind = _kind("Doanh nghiệp", bloc.pk)
    unit = UnitFactory(kind=kind.pk)

    for row, reason in (
        (UnitKind.objects.get(pk=UnitKind.COMMUNE), "mục có sẵn"),
        (kind, "1 đơn vị đang mang"),
        (bloc, "khối thường thuộc của: Doanh nghiệp"),
    ):
        with pytest.raises(Refused, match=reason):
            changing.remove(row=row, **_by())
    Unit.objects.filter(pk=unit.pk).update(kind=UnitKind.COMMUNE)
    changing.remove(row=kind, **_by())
    changing.remove(row=bloc, **_by())
    with pytest.raises(Refused, match="vừa bị xóa"):
        changing.remove(row=bloc, **_by())

    assert _notes("blocs")[-1] == "Xóa “Khối doanh nghiệp”"


@pytest.mark.django_db(transaction=True)
def test_a_kind_is_not_deleted_while_a_unit_is_given_it():
    kind, by = _kind(), UserFactory()

    def add():
        directory.add_unit(
            code="moi", name="Mới", short_name="Mới", aliases=[], kind=kind, bloc=kind.bloc,
            by=by, at=NOON,
        )  # fmt: skip

    outcomes = run_together(add, lambda: changing.remove(row=kind, by=by, at=NOON))

    assert sorted(outcomes) == ["done", "refused"]
    assert (
        Unit.objects.filter(kind=kind.pk).exists() == UnitKind.objects.filter(pk=kind.pk).exists()
    )


def test_roles_are_called_by_the_words_of_the_office_and_back(client, log_in):
    log_in()
    officer = person(Role.OFFICER)
    client.post(reverse("units:name-roles"), {"officer": "Công chức đầu mối"})

    assert role_names()["officer"] == "Công chức đầu mối"
    assert role_names()["head"] == Role.HEAD.label
    pages = (
        reverse("units:list-people"),
        reverse("units:edit-person", args=[officer.pk]),
        reverse("reporting:unit", args=[officer.memberships.get().unit_id]),
    )
    assert all("Công chức đầu mối" in client.get(page).content.decode() for page in pages)
    with pytest.raises(Refused, match="cùng một tên"):
        changing.name_roles(names={Role.HEAD: "Công chức đầu mối"}, **_by())
    changing.name_roles(names={Role.OFFICER: ""}, **_by())
    assert role_names() == dict(Role.choices)
    assert len(_notes("roles")) == 2


def test_the_page_of_the_lists_takes_as_many_queries_for_more_words(client, log_in):
    log_in()

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(LIST)).status_code == 200
        return len(queries)

    count()
    before = count()
    for name in ("Một", "Hai", "Ba"):
        UnitFactory(kind=_kind(name).pk)

    assert count() == before


def test_the_steps_of_the_page(client, log_in):
    log_in()
    data = {"name": CENTER, "bloc": Bloc.GOVERNMENT}
    refused = client.post(reverse("units:add-kind"), {**data, "name": "Ban đảng"})
    client.post(reverse("units:add-kind"), data)
    kind = UnitKind.objects.get(name=CENTER)
    for step in ("up", "off", "remove"):
        client.post(reverse("units:step-kind", args=[kind.pk]), {"step": step})

    assert refused.status_code == 422
    assert "Loại đơn vị “Ban đảng” đã có." in refused.content.decode()
    assert not UnitKind.objects.filter(name=CENTER).exists()
    assert [note.split(" “")[0] for note in _notes("kinds")] == [
        "Thêm",
        "Chuyển",
        "Thôi dùng",
        "Xóa",
    ]
    gone = client.post(reverse("units:step-kind", args=[kind.pk]), {"step": "up"}, follow=True)
    assert changing.GONE in gone.content.decode()


def test_a_unit_belongs_to_the_usual_bloc_of_its_kind_unless_told_otherwise(client, log_in):
    log_in()
    facts = {"name": "Hội Nông dân", "short_name": "Hội ND", "kind": "mass_organization"}
    client.post(reverse("units:add-unit"), {**facts, "code": "hoi", "position": 5})

    assert Unit.objects.get(code="hoi").bloc_id == Bloc.FRONT


def test_what_comes_with_the_product_is_added_once_and_left_as_the_office_wants_it():
    Bloc.objects.filter(pk=Bloc.PARTY).update(name="Đảng", is_on=False)
    UnitKind.objects.filter(pk=UnitKind.DEPARTMENT).delete()

    built_in.ensure()

    assert Bloc.objects.get(pk=Bloc.PARTY).name == "Đảng"
    assert UnitKind.objects.filter(pk__in=built_in.KINDS).count() == len(built_in.KINDS)
