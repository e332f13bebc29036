"""What demo units write: sentences that agree with the state and the numbers of their entry."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from plans.models import Task
from reporting.indicators.inputs import IndicatorInput
from reporting.models import DeclaredState, has_percent
from tracker.demo import sentences


@dataclass(frozen=True)
class Amounts:
    """A small number, a larger one and a percentage, which grow over the quarters."""

    few: int
    many: int
    share: int

    @classmethod
    def drawn(cls, random: Random, *, index: int) -> "Amounts":
        growth = index * 2
        return cls(
            few=random.randint(2, 6) + growth // 3,
            many=random.randint(40, 180) + 12 * growth,
            share=min(100, random.randint(78, 92) + growth // 2),
        )

    def in_words(self) -> dict[str, object]:
        return {"n": f"{self.few:02d}", "m": self.many, "p": self.share}


def result_of(
    task: Task,
    state: DeclaredState,
    *,
    percent: int | None,
    amounts: Amounts | None,
    figure: IndicatorInput | None,
) -> str:
    """The result of an entry; `figure` is the input for the first indicator of its task.

    What has not begun has no `amounts`, and neither has what did not arise.
    """
    if state == DeclaredState.NOT_APPLICABLE:
        return sentences.NOTHING_AROSE
    if amounts is None:
        return ""
    if has_percent(task.kind):
        return _one_off(task.code, state, percent, amounts)
    told = _of_period(task.code, amounts, figure)
    is_done = state == DeclaredState.DONE
    return told + (sentences.DONE_IN_PERIOD if is_done else sentences.GOING_ON)


def reason_to_return(drawn: str, state: str, *, has_evidence: bool, is_first: bool) -> str:
    """The reason that was `drawn`, or another where it does not fit the entry."""
    if state == DeclaredState.NOT_STARTED:
        return sentences.RETURNED_AS_NOT_STARTED
    if state == DeclaredState.NOT_APPLICABLE:
        return sentences.RETURNED_AS_NOTHING_AROSE
    vague, compared, unproven = sentences.RETURN_REASONS
    is_unfit = {
        compared: is_first,
        unproven: has_evidence or state != DeclaredState.DONE,
    }
    return vague if is_unfit.get(drawn) else drawn


def answer_to(reason: str) -> str:
    """What the unit adds to its result after it was returned for `reason`."""
    return {
        sentences.RETURNED_AS_NOT_STARTED: sentences.ANSWER_OF_NOT_STARTED,
        sentences.RETURNED_AS_NOTHING_AROSE: sentences.ANSWER_OF_NOTHING_AROSE,
        sentences.NO_EVIDENCE: sentences.ANSWER_WITH_EVIDENCE,
    }.get(reason, sentences.ANSWER)


def _one_off(code: str, state: DeclaredState, percent: int | None, amounts: Amounts) -> str:
    if state == DeclaredState.DONE:
        template = sentences.DONE.get(code, sentences.ANY_DONE)
    else:
        template = sentences.UNDER_WAY.get(code, sentences.ANY_UNDER_WAY)
    return template.format(percent=percent, **amounts.in_words())


def _of_period(code: str, amounts: Amounts, figure: IndicatorInput | None) -> str:
    if figure is None:
        template = sentences.RESULTS.get(code, sentences.RESULT_OF_A_PERIOD)
        return template.format(**amounts.in_words())
    if figure.is_not_applicable:
        return sentences.FIGURE_NOT_APPLICABLE
    if figure.is_blank:
        return sentences.FIGURE_MISSING
    template = sentences.FIGURES[code]
    if figure.value == 0:
        template = sentences.FIGURE_OF_ZERO.get(code, template)
    return template.format(
        value=_whole(figure.value),
        part=_whole(figure.numerator),
        whole=_whole(figure.denominator),
        **amounts.in_words(),
    )


def _whole(number: Decimal | None) -> str:
    return "" if number is None else f"{number:.0f}"
