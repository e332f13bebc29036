"""Forms of the plans that units keep for themselves. The rules are in `plans.editing.placing`."""

from collections.abc import Mapping

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate

from plans.editing.heads import PlanSpec
from plans.editing_forms import PlanForm
from plans.models import Assignment, Plan, PlanStatus, Task
from tracker.lib.form_fields import ModelChoiceField, set_queryset
from units.models import Unit
from units.succession import present_units


class OwnPlanForm(PlanForm):
    """The facts of the plan that a unit keeps for itself, and a former one to begin with.

    The units that it stands for today left theirs.
    """

    source = ModelChoiceField(
        label="Bắt đầu từ",
        required=False,
        queryset=Plan.objects.none(),
        empty_label="Kế hoạch trống",
        help_text="Chép nhóm, nhiệm vụ, đề xuất đơn vị của kế hoạch trước; thời hạn để trống.",
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        owner: Unit,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        owners = [owner.pk, *present_units(on=localdate()).standing_for(owner.pk)]
        former = Plan.objects.not_archived().filter(owner__in=owners).order_by("-issued_on", "-pk")
        set_queryset(self, "source", former)

    def spec(self) -> PlanSpec:
        facts_of_plan = {name: self.cleaned_data[name] for name in PlanForm.Meta.fields}
        return PlanSpec(**facts_of_plan)


class TaskChoiceField(ModelChoiceField[Task]):
    """Tasks, named with their plan."""

    def label_from_instance(self, task: Task) -> str:
        return f"{task.code}. {task.title} ({task.plan.short_title})"


class PlacingForm(forms.Form):
    """Which of the tasks that a unit leads its plan carries out; the present one stays a choice."""

    task = TaskChoiceField(
        label="Triển khai nhiệm vụ",
        required=False,
        queryset=Task.objects.none(),
        empty_label="Không gắn với nhiệm vụ nào",
        help_text="Nhiệm vụ mà đơn vị chủ trì trong kế hoạch cấp trên đang thực hiện.",
    )

    def __init__(self, data: Mapping[str, object] | None = None, *, plan: Plan) -> None:
        super().__init__(data, initial={"task": plan.parent_task_id})
        led = Assignment.objects.owed().current().filter(unit=plan.owner_id)
        led = led.filter(task__plan__status=PlanStatus.ACTIVE).exclude(task__plan=plan)
        rows = Task.objects.filter(Q(pk__in=led.values("task")) | Q(pk=plan.parent_task_id))
        set_queryset(self, "task", rows.select_related("plan").order_by("plan", "position", "pk"))
