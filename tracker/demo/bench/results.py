"""What a unit reports about one duty in one month, and the steps that it goes through."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from plans.models import Indicator, TaskKind
from reporting.entries.content import EntryContent
from reporting.indicators.inputs import IndicatorInput, words_of
from reporting.models import DeclaredState, EntryStatus, Evidence, IndicatorValue
from tracker.demo import sentences
from tracker.demo.bench.duties import Duty
from tracker.demo.bench.scene import Month, Scene

DRAFT, SENT = EntryStatus.DRAFT, EntryStatus.SENT
RETURNED, ACCEPTED = EntryStatus.RETURNED, EntryStatus.ACCEPTED
SHARE_WITH_EVIDENCE, SHARE_TROUBLED = 0.08, 0.1


@dataclass(frozen=True)
class Step:
    """A step of an entry, some days after its unit sent the submission."""

    seen: EntryStatus
    to: EntryStatus
    after: timedelta


_SENT = Step(DRAFT, SENT, timedelta())
_RETURNED = Step(SENT, RETURNED, timedelta(days=3))
WAITING = (_SENT,)
VERIFIED = (_SENT, Step(SENT, ACCEPTED, timedelta(days=3)))
SENT_BACK = (_SENT, _RETURNED)
ANSWERED = (
    _SENT,
    _RETURNED,
    Step(RETURNED, SENT, timedelta(days=4)),
    Step(SENT, ACCEPTED, timedelta(days=5)),
)


@dataclass(frozen=True)
class Result:
    """The content of an entry, with the rows beside it that still lack their entry."""

    content: EntryContent
    evidence: list[Evidence]
    numbers: list[IndicatorValue]


def steps_of_one(scene: Scene, *, is_current: bool) -> tuple[Step, ...]:
    """The steps of a sent entry; of the current month, the office has verified a half."""
    chance = scene.random.random()
    if is_current:
        return VERIFIED if chance < 0.5 else WAITING if chance < 0.92 else SENT_BACK
    if chance < 0.93:
        return VERIFIED
    return ANSWERED if chance < 0.96 else SENT_BACK if chance < 0.98 else WAITING


def result_of(
    duty: Duty, month: Month, index: int, indicator: Indicator | None, scene: Scene
) -> Result:
    """What the unit reports in the month at `index`."""
    random = scene.random
    state = _state(duty, index, scene)
    is_troubled = random.random() < SHARE_TROUBLED
    evidence = _evidence(duty, month, scene)
    numbers = [_number(indicator, scene)] if indicator is not None else []
    content: EntryContent = {
        "state": state,
        "percent": _percent(duty, state, index),
        "result": _words(duty, state, scene),
        "obstacle": random.choice(sentences.OBSTACLES) if is_troubled else "",
        "recommendation": random.choice(sentences.RECOMMENDATIONS) if is_troubled else "",
        "evidence": [row.in_words for row in evidence],
        "indicators": [
            {
                "indicator": row.indicator_id,
                "name": row.indicator.name,
                "words": words_of(row.indicator, IndicatorInput.of(row)),
                "value": None,
                "numerator": str(row.numerator),
                "denominator": str(row.denominator),
                "is_not_applicable": False,
                "explanation": "",
            }
            for row in numbers
        ],
        "answers": {},
    }
    return Result(content, evidence, numbers)


def _state(duty: Duty, index: int, scene: Scene) -> DeclaredState:
    chance = scene.random.random()
    if duty.task.kind == TaskKind.ONE_OFF:
        if index >= duty.done_in:
            return DeclaredState.DONE
        is_idle = index == 0 and chance < 0.3
        return DeclaredState.NOT_STARTED if is_idle else DeclaredState.IN_PROGRESS
    if chance < 0.06:
        return DeclaredState.NOT_APPLICABLE
    return DeclaredState.DONE if chance < 0.8 else DeclaredState.IN_PROGRESS


def _percent(duty: Duty, state: DeclaredState, index: int) -> int | None:
    """Of one-off work only: what recurs is never finished."""
    if duty.task.kind != TaskKind.ONE_OFF:
        return None
    if state == DeclaredState.IN_PROGRESS:
        return min(90, 10 + 80 * (index + 1) // (duty.done_in + 1))
    return 100 if state == DeclaredState.DONE else 0


def _words(duty: Duty, state: DeclaredState, scene: Scene) -> str:
    if state == DeclaredState.NOT_APPLICABLE:
        return sentences.NOTHING_AROSE
    if state == DeclaredState.NOT_STARTED:
        return ""
    return f"{duty.task.text} Trong kỳ có {scene.random.randint(2, 60)} lượt việc."


def _evidence(duty: Duty, month: Month, scene: Scene) -> list[Evidence]:
    random = scene.random
    if random.random() > SHARE_WITH_EVIDENCE:
        return []
    row = Evidence(
        number=f"{random.randint(11, 240)}/BC-DEMO",
        issued_on=month.first_day + timedelta(days=random.randint(0, 20)),
        issuer=duty.assignment.unit.name,
        subject=random.choice(sentences.EVIDENCE_SUBJECTS),
        is_declared_not_secret=True,
        added_by=duty.officer,
    )
    return [row]


def _number(indicator: Indicator, scene: Scene) -> IndicatorValue:
    whole = scene.random.randint(120, 420)
    part = whole * scene.random.randint(91, 100) // 100
    return IndicatorValue(indicator=indicator, numerator=Decimal(part), denominator=Decimal(whole))
