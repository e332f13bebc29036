"""Pages of contributions, and what leads, office and other units see of them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.models import Contribution, ContributionUse, ProgressEntry
from tests.factories import AssignmentFactory, TaskFactory, UserFactory, person
from tests.reporting.contributions.scene import WORDS, Scene
from tests.reporting.evidence.uploads import pdf, upload
from tests.reporting.filing.scene import form_of
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scene():
    return Scene(at=timezone.now())


@pytest.fixture
def read(client):
    """The content of a page as one person sees it."""

    def opened(user, name, *args):
        _log_in(client, user)
        return client.get(reverse(f"reporting:{name}", args=args), follow=True).content.decode()

    return opened


def _log_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def _write(client, scene, by=None, **data):
    _log_in(client, by or scene.writer)
    url = reverse("reporting:write-contribution", args=[scene.period.pk, scene.helper.pk])
    return client.post(url, {"version": "0", "text": WORDS, **data})


def _filing(scene, entry):
    return reverse("reporting:file-submission", args=[entry.submission_id])


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_runs_the_same_queries_for_any_number_of_tasks(
    client, scene, n, django_assert_num_queries
):
    for _ in range(n - 1):
        scene.coordinate(TaskFactory(group=scene.task.group), unit=scene.helper.unit)
    scene.save()
    _log_in(client, scene.writer)
    url = reverse("reporting:list-contributions")
    client.get(url)

    with django_assert_num_queries(7):
        response = client.get(url)

    assert response.content.count(b"Ghi n\xe1\xbb\x99i dung<") == n - 1
    assert f"đã gửi 0/{n} nhiệm vụ" in response.content.decode()


def test_text_and_evidence_are_saved_and_sent_in_one_form(client, scene):
    response = _write(
        client,
        scene,
        send="1",
        number="12/BC",
        is_declared_not_secret="on",
        file=upload("a.pdf", pdf()),
    )

    assert response.url == reverse("reporting:list-contributions")
    sent = Contribution.objects.get()
    assert (sent.text, sent.is_sent) == (WORDS, True)
    assert sent.evidence.get().number == "12/BC"


def test_undeclared_evidence_is_refused_and_what_was_typed_stays(client, scene):
    response = _write(client, scene, number="12/BC")

    html = response.content.decode()
    assert response.status_code == 422
    assert "Cần xác nhận minh chứng không chứa bí mật nhà nước." in html
    assert WORDS in html
    assert 'value="12/BC"' in html


def test_evidence_is_withdrawn_and_the_text_saved(client, scene):
    _write(client, scene, number="12/BC", is_declared_not_secret="on")
    pk = Contribution.objects.get().evidence.get().pk

    _write(client, scene, text="Sửa lại.", version="1", withdraw=str(pk))

    kept = Contribution.objects.get()
    assert (kept.text, kept.evidence.count()) == ("Sửa lại.", 0)


def test_two_writers_see_both_texts_and_the_second_save_decides(client, scene):
    colleague = person(Role.OFFICER, scene.helper.unit, full_name="Lê Văn Đồng Nghiệp")
    scene.save("Của đồng nghiệp.", by=colleague)

    refused = _write(client, scene, text="Của tôi.")

    html = refused.content.decode()
    assert refused.status_code == 422
    assert "Lê Văn Đồng Nghiệp" in html
    assert "Của đồng nghiệp." in html
    assert "Của tôi.</textarea>" in html
    assert 'name="version" value="1"' in html
    assert _write(client, scene, text="Của tôi.", version="1").status_code == 302
    assert Contribution.objects.get().text == "Của tôi."


def test_text_typed_into_what_a_colleague_sent_meanwhile_is_shown(client, scene):
    scene.send()

    html = _write(client, scene, text="Đang gõ dở.").content.decode()

    assert "Nội dung bạn vừa gõ, chưa lưu được" in html
    assert "Đang gõ dở." in html


def test_a_page_without_its_version_is_refused_with_the_text(client, scene):
    response = _write(client, scene, version="x", text="Đã gõ.")

    assert response.status_code == 422
    assert "Đã gõ." in response.content.decode()


def test_what_was_sent_is_taken_back_by_one_button(client, scene):
    sent = scene.send()
    _log_in(client, scene.writer)

    page = client.post(reverse("reporting:take-back-contribution", args=[sent.pk]), follow=True)

    assert "Đã lấy lại để sửa." in page.content.decode()
    assert not Contribution.objects.get().is_sent


def test_the_lead_reads_what_was_sent_and_no_draft(read, scene):
    entry, draft = scene.entry(), scene.save("Chưa gửi.")
    assert "Chưa gửi." not in read(scene.officer, "file-submission", entry.submission_id)
    assert "không có" not in read(scene.officer, "contribution", draft.pk)

    scene.send()

    html = read(scene.officer, "file-submission", entry.submission_id)
    assert "Đơn vị phối hợp đã gửi (1)" in html
    assert WORDS in html
    assert "Mở mục này trong báo cáo" in read(scene.officer, "contribution", draft.pk)


def test_one_click_takes_the_text_into_what_is_typed(client, read, scene):
    sent, entry = scene.send(), scene.entry()
    _log_in(client, scene.officer)
    url = reverse("reporting:take-in-contribution", args=[entry.pk])

    for _ in range(2):
        response = client.post(url, form_of(entry, result="Đã họp.", contribution=sent.pk))

    stored = ProgressEntry.objects.get()
    assert stored.result == f"Đã họp.\n\n{WORDS}"
    assert response.status_code == 422
    assert "đã được lấy vào kết quả này" in response.content.decode()
    page = read(scene.officer, "file-submission", entry.submission_id)
    assert "Đã lấy vào kết quả" in page
    office = read(person(Role.REVIEWER), "contribution", sent.pk)
    assert scene.lead.unit.short_name in office
    assert ContributionUse.objects.count() == 1


def test_the_result_names_its_source_for_the_office(client, read, scene):
    sent, entry = scene.send(), scene.entry()
    _log_in(client, scene.officer)
    url = reverse("reporting:take-in-contribution", args=[entry.pk])
    client.post(url, form_of(entry, contribution=sent.pk))
    send_url = reverse("reporting:send-submission", args=[entry.submission_id])
    client.post(send_url)

    html = read(person(Role.REVIEWER), "entry", entry.pk)

    assert "Có nội dung của" in html
    assert scene.helper.unit.name in html
    assert reverse("reporting:contribution", args=[sent.pk]) in html


def test_the_lead_sees_who_was_asked_and_has_not_contributed(read, scene):
    scene.require()
    entry = scene.entry()

    html = read(scene.officer, "file-submission", entry.submission_id)

    assert f"Văn phòng yêu cầu mà chưa gửi: {scene.helper.unit.short_name}." in html


def test_what_is_required_is_due_on_the_first_page_of_the_unit(read, scene):
    assert "Đã gửi 0/1 nhiệm vụ đơn vị phối hợp" in read(scene.writer, "home")
    scene.require()

    assert "Văn phòng yêu cầu, chưa gửi" in read(scene.writer, "home")
    scene.send()
    assert "Văn phòng yêu cầu, chưa gửi" not in read(scene.writer, "home")


def test_the_office_reads_contributions_on_the_page_of_the_task(read, scene):
    scene.send()
    other = person(Role.OFFICER, AssignmentFactory(task__group=scene.task.group).unit)

    assert WORDS in read(person(Role.REVIEWER), "task", scene.task.pk)
    assert WORDS not in read(other, "task", scene.task.pk)


def test_the_lists_of_units_lead_to_the_contributions(read, scene):
    url = reverse("reporting:list-contributions")

    assert url in read(scene.writer, "list-submissions")
    assert "Chưa có nhiệm vụ phối hợp" in read(UserFactory(), "list-contributions")


def test_what_was_sent_in_closed_periods_is_listed(read, scene):
    scene.send()
    scene.period.closed_at = timezone.now()
    scene.period.save()

    html = read(scene.writer, "list-contributions")

    assert "Đã gửi trong các kỳ trước" in html
    assert scene.task.title in html


def test_a_text_in_an_old_encoding_is_kept_named_and_converted_by_its_button(client, scene):
    old, new = "B¸o c¸o kÕt qu¶", "Báo cáo kết quả"
    page = client.get(_write(client, scene, text=old).url).content.decode()

    assert Contribution.objects.get().text == old
    assert f"viết bằng mã cũ TCVN3 (ABC), đọc là “{new}”" in page

    again = _write(client, scene, text=old, version="1", **{"to-unicode": "text"})

    assert Contribution.objects.get().text == new
    assert "to-unicode" not in client.get(again.url).content.decode()
