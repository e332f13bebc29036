"""Forms of the skeleton: a section with its tasks, and a new section."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from plans.models import Task, TaskGroup
from reporting.reviews.skeletons.changing import LONGEST_TITLE, TaskChoice
from reporting.reviews.skeletons.sections import OutlineSection
from tracker.lib.form_fields import set_choices

BY_RULE, CHOSEN = "rule", "chosen"


@dataclass(frozen=True)
class GroupOffer:
    """A group of the plan with its tasks; `ticked` is the key where it is ticked, so for tasks."""

    group: TaskGroup
    ticked: int | None
    tasks: Sequence[tuple[Task, int | None]]

    @property
    def is_open(self) -> bool:
        return any(ticked for _, ticked in self.tasks)

    @property
    def summary(self) -> str:
        return f"Từng nhiệm vụ ({len(self.tasks)})"


class TitleForm(forms.Form):
    title = forms.CharField(
        label="Tên mục",
        max_length=LONGEST_TITLE,
        error_messages={
            "required": "Cần ghi tên mục.",
            "max_length": f"Tên mục tối đa {LONGEST_TITLE} ký tự.",
        },
    )


class SectionForm(TitleForm):
    """`seen` is the title that the writer began with; `told` is what the section tells now."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    of = forms.ChoiceField(
        label="Nhiệm vụ nêu ở mục này",
        choices=[
            (BY_RULE, "Theo mặc định"),
            (CHOSEN, "Chỉ các nhóm, nhiệm vụ đánh dấu dưới đây"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    groups = forms.MultipleChoiceField(required=False)
    tasks = forms.MultipleChoiceField(required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        section: OutlineSection,
        told: TaskChoice,
        groups: Sequence[TaskGroup],
        tasks: Sequence[Task],
    ) -> None:
        initial = {
            "title": section.title,
            "seen": section.title,
            "of": CHOSEN if told.is_own else BY_RULE,
            "groups": [str(row.pk) for row in told.groups],
            "tasks": [str(row.pk) for row in told.tasks],
        }
        super().__init__(data, initial=initial)
        self.may_choose = section.may_choose_tasks
        self.all_groups, self.all_tasks = groups, tasks
        set_choices(self, "groups", [(str(row.pk), str(row)) for row in groups])
        set_choices(self, "tasks", [(str(row.pk), str(row)) for row in tasks])

    @property
    def choice(self) -> TaskChoice | None:
        """What was chosen; None where the section tells of no tasks or nothing was said."""
        of = self.cleaned_data["of"]
        if not self.may_choose or not of:
            return None
        if of == BY_RULE:
            return TaskChoice(is_own=False)
        groups, tasks = self.cleaned_data["groups"], self.cleaned_data["tasks"]
        return TaskChoice(
            is_own=True,
            groups=tuple(row for row in self.all_groups if str(row.pk) in groups),
            tasks=tuple(row for row in self.all_tasks if str(row.pk) in tasks),
        )

    def offers(self) -> Iterator[GroupOffer]:
        """The tasks to tick, as they were sent or as they are now."""
        groups, tasks = set(self["groups"].value() or ()), set(self["tasks"].value() or ())
        for group in self.all_groups:
            own = [row for row in self.all_tasks if row.group_id == group.pk]
            ticks = [(row, row.pk if str(row.pk) in tasks else None) for row in own]
            yield GroupOffer(group, group.pk if str(group.pk) in groups else None, ticks)


class NewSectionForm(TitleForm):
    behind = forms.ChoiceField(
        label="Đứng sau mục",
        error_messages={
            "required": "Cần chọn mục đứng trước.",
            "invalid_choice": "Không có mục này.",
        },
    )

    def __init__(self, data: QueryDict | None = None, *, places: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.order_fields(["title", "behind"])
        set_choices(self, "behind", list(places))
