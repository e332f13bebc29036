"""Tasks are put in order by the mouse and by keys, and documents added, in a real browser."""

import pytest
from django.urls import reverse

from plans import access
from plans.models import LegalDocument
from tests.browser import give_session, page_in
from tests.factories import TaskFactory, TaskGroupFactory, person
from units.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_task_is_moved_by_keys_and_dragged_into_another_group(chromium, live_server):
    group = TaskGroupFactory(code="1", position=1)
    other = TaskGroupFactory(plan=group.plan, code="2", position=2)
    first, second = (TaskFactory(group=group, code=code) for code in ("1.1", "1.2"))
    third = TaskFactory(group=other, code="2.1")
    access.ensure_grants(plan=group.plan)
    context = chromium.new_context(locale="vi-VN", viewport={"width": 1366, "height": 768})
    give_session(context, person(Role.REVIEWER), live_server.url)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(live_server.url + reverse("plans:compose-plan", args=[group.plan_id]))

    page.locator(f"#task-{first.pk} a").focus()
    page.keyboard.press("Alt+ArrowDown")
    page.wait_for_url(f"**#task-{first.pk}")
    page.locator(f"#task-{first.pk}:focus").wait_for()
    assert list(group.tasks.order_by("position")) == [second, first]

    page.locator(f"#task-{first.pk}").drag_to(
        page.locator(f"#task-{third.pk}"), target_position={"x": 20, "y": 2}
    )
    page.locator(f"#group-{other.pk} #task-{first.pk}").wait_for()

    assert list(other.tasks.order_by("position")) == [first, third]
    assert errors == []
    context.close()


def test_a_document_that_is_added_meanwhile_can_be_chosen_and_what_was_typed_stays(
    chromium, live_server
):
    group = TaskGroupFactory()
    access.ensure_grants(plan=group.plan)
    context = chromium.new_context(locale="vi-VN")
    give_session(context, person(Role.REVIEWER), live_server.url)
    with page_in(context) as page:
        page.goto(live_server.url + reverse("plans:add-task", args=[group.pk]))
        page.fill("[name=code]", "1.9")
        page.locator("details", has_text="Văn bản viện dẫn").locator("summary").click()
        with context.expect_page() as opened:
            page.get_by_role("link", name="Thêm văn bản vào danh mục").click()
        opened.value.fill("[name=kind]", "Chỉ thị")
        opened.value.fill("[name=number]", "21-CT/TU")
        opened.value.get_by_role("button", name="Lưu").click()
        opened.value.wait_for_url(f"**{reverse('plans:list-documents')}")
        opened.value.close()

        page.evaluate("window.dispatchEvent(new Event('focus'))")
        page.get_by_label("21-CT/TU").check()

        added = LegalDocument.objects.get()
        page.select_option("[name=deadline_document]", str(added.pk))
        assert page.input_value("[name=code]") == "1.9"
