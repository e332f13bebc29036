"""In which plans the office has something to do, besides verifying results."""

from django.db import models

from plans import access
from plans.models import Plan
from reporting.counting.portfolio import Portfolio
from reporting.portfolio.waiting import Waiting


class Todo(models.TextChoices):
    """Each but the last is a number of `Waiting`."""

    EXTENSIONS = "extensions", "Quyết định gia hạn"
    PROPOSED = "proposed", "Xác nhận phân công"
    IN_PROGRESS = "in_progress", "Ban hành báo cáo"
    FAILED = "failed", "Lập lại báo cáo"
    NO_PERIOD = "no_period", "Mở kỳ báo cáo"


def has_todo(todo: Todo, plan: Plan, waiting: Waiting | None, portfolio: Portfolio) -> bool:
    if todo == Todo.NO_PERIOD:
        return waits_for_period(portfolio, plan)
    return waiting is not None and num_todo(todo, waiting) > 0


def num_todo(todo: Todo, waiting: Waiting) -> int:
    num: int = getattr(waiting, f"num_{todo.value}")
    return num


def waits_for_period(portfolio: Portfolio, plan: Plan) -> bool:
    """Whether the reader may open a period of a running plan that has none open."""
    names = access.permissions_by_plan(portfolio.user)[plan.pk]
    is_open = any(period.plan_id == plan.pk for period in portfolio.open_periods)
    return plan.is_running and "manage_periods" in names and not is_open
