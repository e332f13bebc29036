import pytest
from django.urls import reverse

from plans.importing import changing, parts, receiving, writing
from plans.importing.forms import PastedPlanForm
from plans.models import Plan
from tests.factories import NOON, UnitFactory, UserFactory, person
from tests.permissions.plan_imports import TASK
from tests.plans.importing.scene import found_in, read, task_change, units, waiting
from units.models import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office(client):
    client.force_login(person(Role.REVIEWER), backend=BACKEND)
    return client


def address(name, row, *args):
    return reverse(f"plans:{name}", args=[row.pk, *args])


def test_a_refused_upload_says_why_and_keeps_the_pasted_text(office):
    url = reverse("plans:import-plan")

    empty = office.post(url)
    pasted = office.post(url, {"text": "Kế hoạch TUYỆT MẬT"})

    assert (empty.status_code, pasted.status_code) == (422, 422)
    assert "Hãy chọn tệp kế hoạch" in empty.content.decode()
    page = pasted.content.decode()
    assert "có dấu hiệu mật" in page
    assert "Kế hoạch TUYỆT MẬT</textarea>" in page


def test_ends_of_lines_that_the_browser_writes_are_no_remark_on_a_pasted_text():
    form = PastedPlanForm({"text": "Kế hoạch\r\nthử"})

    assert form.is_valid()
    assert form.cleaned_data["text"] == "Kế hoạch\nthử"


def test_the_progress_is_polled_until_the_text_is_read(office):
    row = waiting()
    going_on = office.get(address("import-progress", row))
    receiving.discard(plan_import=row, by=row.uploaded_by, at=NOON)
    ended = office.get(address("import-progress", row))

    assert "load delay:2s" in going_on.content.decode()
    assert "load delay:2s" not in ended.content.decode()
    assert ended["HX-Refresh"] == "true"


def test_text_and_findings_stand_side_by_side(office, django_assert_max_num_queries):
    units()
    row = read()

    with django_assert_max_num_queries(12):
        page = office.get(address("plan-import", row)).content.decode()

    assert 'id="p4"' in page
    assert "[bản in: <del>đuờng</del>]" in page
    assert 'href="#p4"' in page
    assert "Đoàn Thanh niên (chưa có trong danh mục)" in page


def test_a_task_changed_in_its_place_comes_back_alone(office):
    units()
    row = read()
    kept = {"leads": "Phòng Văn hóa xã", "coordinators": "Đoàn Thanh niên", "title": "Tên mới"}

    answer = office.post(
        address("edit-finding", row, "t3"), {**TASK, **kept}, headers={"HX-Request": "true"}
    )

    assert answer["HX-Retarget"] == "#t3"
    assert "1.1. Tên mới" in answer.content.decode()
    moved = {**TASK, **kept, "seen": "1", "group": "g5"}
    answer = office.post(address("edit-finding", row, "t3"), moved, headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"


def test_a_target_is_set_aside_or_changed_in_the_place_of_its_task(office):
    units()
    row = read()
    url = address("edit-finding", row, "t3-1")
    page = office.get(url)
    in_place = office.get(url, headers={"HX-Request": "true"})
    shown = page.context["form"]
    typed = {field.name: field.value() for field in shown if field.value() is not None}

    refused = office.post(url, {**typed, "target": "1.5"})
    kept = office.post(url, {**typed, "target": "90"}, headers={"HX-Request": "true"})
    aside = office.post(url, {"seen": "1", "is_reported": ""})

    # A page of its own goes back to the findings: it has no task to replace
    assert [b"hx-post" in answer.content for answer in (page, in_place)] == [False, True]
    assert "Phần lẻ ghi sau dấu phẩy" in refused.content.decode()
    assert kept["HX-Retarget"] == "#t3"
    assert "Tỷ lệ nhà văn hóa, mục tiêu 90%" in kept.content.decode()
    assert aside.status_code == 302
    assert "Chỉ tiêu bằng lời: 100% nhà văn hóa" in office.get(aside.url).content.decode()
    assert office.get(address("edit-finding", row, "t3-2")).status_code == 404


def test_rows_move_with_buttons_except_at_the_ends_of_the_plan(office):
    row = read()

    answer = office.post(address("drop-finding", row, "t4"), {"step": "up"})
    shown = office.get(address("plan-import", row)).context["page"].groups

    assert answer.url.endswith("#t4")
    assert [task.finding["id"] for task in shown[0].tasks] == ["t4", "t3"]
    ends = [(each.is_first, each.is_last) for each in (*shown, *shown[0].tasks)]
    assert ends == [(True, False), (False, True), (True, False), (False, False)]


def test_a_long_import_is_reviewed_part_by_part(office, monkeypatch):
    monkeypatch.setattr(parts, "MOST_TASKS", 1)
    units()
    row = read()

    first = office.get(address("plan-import", row)).content.decode()
    page = office.get(address("plan-import", row), {"at": "t4"}).content.decode()
    moved = office.post(
        address("edit-finding", row, "t3"),
        {**TASK, "group": "g5"},
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/x/?at=units"},
    )

    # A refusal is shown at another address, from where its links lead back to the import
    refused = office.post(address("map-units", row), {"seen": "0", "unit-0": "Không có"})

    assert refused.status_code == 422
    assert b'href="?' not in refused.content
    assert 'id="head"' in first
    assert 'id="t4"' not in first
    assert 'id="head"' not in page
    assert 'id="t4"' in page
    assert 'id="p5"' in page
    assert moved["HX-Redirect"] == f"{address('plan-import', row)}?at=t3#t3"


def test_a_form_behind_the_findings_keeps_what_was_typed_and_saves_at_the_second_try(office):
    row = read()
    url = address("edit-finding", row, "t3")
    office.post(url, {**TASK, "title": "Của người trước"})

    refused = office.post(url, {**TASK, "title": "Của người sau"})

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "vừa lưu phần này" in page
    assert "Của người sau" in page
    assert 'name="seen" value="1"' in page
    assert office.post(url, {**TASK, "seen": "1", "title": "Của người sau"}).status_code == 302
    assert found_in(row)["groups"][0]["tasks"][0]["title"] == "Của người sau"


def test_marked_words_go_into_the_form_of_a_new_task(office):
    row = read()

    page = office.get(
        address("edit-finding", row, "new-task"), {"passage": "7", "words": "báo cáo"}
    ).content.decode()

    assert "báo cáo</textarea>" in page
    assert 'name="passage" value="7"' in page


def test_a_unit_that_is_not_in_the_directory_is_asked_about(office):
    units()
    row = read()

    answer = office.post(address("map-units", row), {"seen": "0", "unit-2": "Đoàn lạ"})

    assert answer.status_code == 422
    assert "Không chọn được đơn vị “Đoàn lạ”" in answer.content.decode()
    mapped = office.post(address("map-units", row), {"seen": "0", "unit-2": "văn phòng đảng ủy"})
    assert mapped.status_code == 302
    assert found_in(row)["units"]["rows"][2]["code"] == "van-phong"


def test_lines_of_units_that_another_changed_meanwhile_are_compared_and_saved(office):
    units()
    row, other = read(), UserFactory(full_name="Trần Thị Thử")
    shown = {"seen": "0", "unit-0": "Phòng Văn hóa xã", "unit-1": "Văn phòng Đảng ủy"}
    UnitFactory(code="doan", name="Đoàn Thanh niên")
    changing.match_units_again(plan_import=row, by=other, at=NOON)
    change = task_change(code="2.1", group="g5", leads="Phòng Văn hóa xã\nVăn phòng Đảng ủy")
    changing.add_task(plan_import=row, passages=(7,), change=change, by=other, at=NOON)

    refused = office.post(address("map-units", row), {**shown, "unit-1": "", "unit-2": ""})
    form = refused.context["units_form"]
    again = {field.name: field.value() or "" for field in form}
    saved = office.post(address("map-units", row), again)

    assert (refused.status_code, saved.status_code) == (422, 302)
    assert "Trần Thị Thử vừa lưu phần này" in refused.content.decode()
    assert {each["words"]: each["code"] for each in found_in(row)["units"]["rows"]} == {
        "Phòng Văn hóa xã": "phong-van-hoa",
        "VP": None,
        "Đoàn Thanh niên": None,
        "Văn phòng Đảng ủy": "van-phong",
    }


def test_lines_that_the_form_did_not_have_stay_as_they_are(office):
    units()
    row = read()
    change = task_change(code="2.1", group="g5", leads="Văn phòng Đảng ủy")
    changing.add_task(plan_import=row, passages=(7,), change=change, by=UserFactory(), at=NOON)

    office.post(address("map-units", row), {"seen": "0", "unit-1": ""})

    codes = [each["code"] for each in found_in(row)["units"]["rows"]]
    assert codes == ["phong-van-hoa", None, None, "van-phong"]


def test_an_import_that_was_given_up_meanwhile_says_so_instead_of_writing(office, monkeypatch):
    units()
    row = read()

    def given_up_first(step):
        def taken(**given):
            receiving.discard(plan_import=row, by=row.uploaded_by, at=NOON)
            return step(**given)

        return taken

    monkeypatch.setattr(writing, "write", given_up_first(writing.write))
    answer = office.post(address("confirm-import", row), {"seen": "0"}, follow=True)

    page = answer.content.decode()
    assert "Bản nhập này đã bị bỏ" in page
    assert not Plan.objects.exists()


def test_the_confirmed_plan_is_linked_with_the_next_steps(office):
    units()
    row = read(by=UserFactory())
    shown = office.get(address("confirm-import", row)).content.decode()

    answer = office.post(address("confirm-import", row), {"seen": "0"}, follow=True)

    assert "3: 3 chủ trì, 0 phối hợp" in shown
    page = answer.content.decode()
    assert reverse("plans:assignment-grid", args=[Plan.objects.get().pk]) in page
    assert "Việc tiếp theo" in page


def test_a_target_of_the_whole_plan_is_given_to_a_task_whose_units_report_it(office):
    row = read()
    words, other = "100% thôn có đường truyền", "100% thôn có điểm đọc sách"
    row.findings["targets"] = [
        {"words": each, "value": "100", "unit": "%", "passage": 2} for each in (other, words)
    ]
    row.save()
    page = address("plan-import", row)
    assert words in office.get(page).content.decode()

    chosen = {"target": f"2 100 % {words}"}
    none = office.post(address("give-targets", row), chosen, follow=True)
    chosen["task"] = found_in(row)["groups"][0]["tasks"][1]["id"]
    office.post(address("give-targets", row), chosen)
    again = office.post(address("give-targets", row), chosen, follow=True)
    chosen = {"target": f"2 100 % {other}", "task": found_in(row)["groups"][0]["tasks"][0]["id"]}
    last = office.post(address("give-targets", row), chosen, follow=True)

    assert "Hãy chọn nhiệm vụ" in none.content.decode()
    assert "chưa thuộc nhiệm vụ nào" in again.content.decode()
    assert "Chỉ tiêu của cả kế hoạch" in again.content.decode()
    assert "Chỉ tiêu của cả kế hoạch" not in last.content.decode()
    written = writing.write(
        plan_import=row, seen=found_in(row)["revision"], by=UserFactory(), at=NOON
    )
    indicator = written.tasks.get(code="1.2").indicators.get()
    assert (indicator.name, indicator.target) == ("Tỷ lệ thôn có đường truyền", 100)
