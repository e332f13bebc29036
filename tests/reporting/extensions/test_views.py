"""The pages on which a unit requests and the office decides."""

from datetime import timedelta

import pytest
from django.urls import reverse

from plans import deadlines, ending
from plans.models import LegalDocument
from reporting.extensions import extending
from reporting.models import Extension
from tests.factories import (
    LegalDocumentFactory,
    UserFactory,
)
from tests.reporting.extensions.scene import fresh, granted, requested_in

pytestmark = pytest.mark.django_db
TYPED = {
    "reason": "Chờ hướng dẫn của Sở.",
    "work_done": "Đã dự thảo quy chế.",
}


def _url(name, pk):
    return reverse(f"reporting:{name}", args=[pk])


def _dmy(day):
    return f"{day:%d/%m/%Y}"


def test_a_unit_requests_and_is_redirected_to_itsrequested_in(unit, assignment, today):
    day = today + timedelta(days=40)

    response = unit.post(
        _url("ask-extension", assignment.pk), TYPED | {"proposed_deadline": _dmy(day)}, follow=True
    )

    extension = Extension.objects.get()
    assert response.redirect_chain == [(_url("extension", extension.pk), 302)]
    html = response.content.decode()
    assert "Đã gửi đề nghị gia hạn đến Văn phòng." in html
    assert "Rút đề nghị" in html
    assert "Đồng ý gia hạn" not in html


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"proposed_deadline": "31/02/2026"}, "Không có ngày 31/2"),
        ({"reason": ""}, "Hãy nêu lý do xin gia hạn."),
        ({"work_done": ""}, "Hãy nêu những việc đã làm đến nay."),
        ({"work_done": "Độ mật: Mật"}, "dấu hiệu mật"),
    ],
)
def test_a_refused_request_keeps_the_input(unit, assignment, today, changes, words):
    typed = {"proposed_deadline": _dmy(today + timedelta(days=40)), **TYPED, **changes}

    response = unit.post(_url("ask-extension", assignment.pk), typed)

    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert all(value in html for value in typed.values())
    assert not Extension.objects.exists()


def test_the_error_of_a_day_too_early_is_beside_its_field(unit, assignment, today):
    response = unit.post(
        _url("ask-extension", assignment.pk), TYPED | {"proposed_deadline": _dmy(today)}
    )

    assert response.status_code == 422
    (words,) = response.context["form"].errors["proposed_deadline"]
    assert words.startswith("Thời hạn đề nghị phải sau thời hạn hiện nay")


def test_the_page_links_to_a_pendingrequested_in(unit, assignment, now):
    extension = requested_in(assignment, now)

    html = unit.get(_url("ask-extension", assignment.pk)).content.decode()

    assert "Đã có một đề nghị gia hạn đang chờ quyết định." in html
    assert _url("extension", extension.pk) in html
    assert "Gửi đề nghị" not in html


def test_a_unit_withdraws(unit, assignment, now):
    extension = requested_in(assignment, now)

    response = unit.post(_url("withdraw-extension", extension.pk), follow=True)

    assert "Đã rút đề nghị gia hạn." in response.content.decode()
    assert fresh(extension).status == "withdrawn"


def test_a_decided_request_is_not_withdrawn(unit, assignment, now, today):
    extension = granted(requested_in(assignment, now), deadline=today + timedelta(days=40), at=now)

    response = unit.post(_url("withdraw-extension", extension.pk))

    assert response.status_code == 422
    assert "vừa được rút hoặc đã có quyết định" in response.content.decode()


def test_the_office_grants_the_proposed_day_by_a_document_of_the_catalogue(office, assignment, now):
    extension = requested_in(assignment, now)
    letter = LegalDocumentFactory()

    response = office.post(
        _url("grant-extension", extension.pk),
        {"day": "proposed", "words": "đến ngày mới", "document": letter.pk},
        follow=True,
    )

    html = response.content.decode()
    assert f"Đã gia hạn đến {_dmy(extension.proposed_deadline)}." in html
    assert fresh(extension).status == "granted"
    before, after = _dmy(extension.deadline_before), _dmy(extension.proposed_deadline)
    assert f"{before} → {after}" in html
    assert str(letter) in html


def test_the_office_grants_another_day_by_a_new_document(office, assignment, now, today):
    extension, day = requested_in(assignment, now), today + timedelta(days=20)

    office.post(
        _url("grant-extension", extension.pk),
        {
            "day": "other",
            "other_deadline": _dmy(day),
            "words": "đến ngày mới",
            "kind": "Công văn",
            "number": "77-TB/VPHU",
            "issued_on": _dmy(today),
        },
    )

    found = fresh(extension)
    assert (found.status, found.granted_deadline) == ("changed", day)
    assert found.document.number == "77-TB/VPHU"


GRANT = {"day": "proposed", "words": "đến ngày mới", "kind": "Công văn", "note": "Lần cuối."}
NEW = {"number": "77-TB/VPHU", "issued_on": "01/03/2026"}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"day": ""}, "day", "Hãy chọn thời hạn mới."),
        ({"day": "other", **NEW}, "other_deadline", "Hãy nhập ngày khác."),
        ({"words": "", **NEW}, "words", "Cần ghi thời hạn đúng như lời văn của văn bản."),
        ({}, "document", "Hãy chọn văn bản, hoặc nhập văn bản mới bên dưới."),
        ({"number": "77-TB/VPHU"}, "issued_on", "Hãy nhập ngày ban hành."),
        ({**NEW, "number": ""}, "number", "Hãy ghi số, ký hiệu."),
        ({**NEW, "kind": ""}, "kind", "Hãy ghi loại văn bản."),
    ],
)
def test_an_incomplete_grant_keeps_the_input(office, assignment, now, changes, field, words):
    extension = requested_in(assignment, now)
    typed = GRANT | changes

    response = office.post(_url("grant-extension", extension.pk), typed)

    html = response.content.decode()
    assert response.status_code == 422
    assert response.context["grant_form"].errors[field] == [words]
    assert "Lần cuối." in html
    assert all(value in html for name, value in typed.items() if name in NEW)
    assert fresh(extension).status == "asked"
    assert not LegalDocument.objects.filter(number="77-TB/VPHU").exists()


def test_a_document_is_chosen_or_typed_and_not_both(office, assignment, now):
    extension = requested_in(assignment, now)

    response = office.post(
        _url("grant-extension", extension.pk),
        GRANT | NEW | {"document": LegalDocumentFactory().pk},
    )

    assert "không cả hai" in response.content.decode()


def test_the_error_of_a_granted_day_too_early_is_beside_its_field(office, assignment, now):
    extension = requested_in(assignment, now)

    response = office.post(
        _url("grant-extension", extension.pk),
        GRANT | NEW | {"day": "other", "other_deadline": _dmy(extension.deadline_before)},
    )

    (words,) = response.context["grant_form"].errors["other_deadline"]
    assert words.startswith("Thời hạn gia hạn phải sau")


def test_a_refusal_without_a_reason_reopens_its_form(office, assignment, now):
    extension = requested_in(assignment, now)

    response = office.post(_url("refuse-extension", extension.pk), {"note": " "})

    assert response.status_code == 422
    assert "Không đồng ý gia hạn cần nêu lý do." in response.content.decode()


def test_a_decision_made_too_late_keeps_the_input(office, assignment, now):
    extension = requested_in(assignment, now)
    extending.withdraw(extension=extension, by=UserFactory(), at=now)

    response = office.post(_url("refuse-extension", extension.pk), {"note": "Đã gia hạn hai lần."})

    html = response.content.decode()
    assert response.status_code == 422
    assert "vừa được rút hoặc đã có quyết định" in html
    assert "Đã gia hạn hai lần." in html


def test_a_request_of_an_ended_assignment_can_be_refused_or_withdrawn(
    office, assignment, now, today
):
    extension = requested_in(assignment, now)
    ending.drop(
        assignment=assignment, on=today, reason="Trùng", document=None, by=UserFactory(), at=now
    )

    html = office.get(_url("extension", extension.pk)).content.decode()

    assert f"Phân công này đã kết thúc từ {today:%d/%m/%Y}" in html
    assert _url("grant-extension", extension.pk) not in html
    office.post(_url("refuse-extension", extension.pk), {"note": "Thôi theo dõi."})
    assert fresh(extension).status == "refused"


def test_the_list_links_to_the_request_form_for_those_with_permission(unit, assignment):
    html = unit.get("/extensions/").content.decode()

    assert "Xin gia hạn tại chỗ ghi thời hạn" in html
    assert reverse("reporting:unit", args=[assignment.unit_id]) in html


def test_a_deadline_moved_in_the_meantime_is_shown_before_the_decision(
    office, assignment, now, today
):
    extension = requested_in(assignment, now)
    deadlines.set_deadline(
        assignment=assignment,
        deadline=today + timedelta(days=15),
        words="theo công văn khác",
        document=LegalDocumentFactory(),
        by=UserFactory(),
        at=now,
    )

    html = office.get(_url("extension", extension.pk)).content.decode()

    assert "Từ khi đơn vị đề nghị, thời hạn đã được đổi" in html
    assert "Đồng ý gia hạn" in html
