"""What a unit declares itself: the state of its work, and how it keeps a commitment."""

from collections.abc import Iterable

from django.db import models

from plans.models import PERIODIC


class DeclaredState(models.TextChoices):
    """The unit's own statement about the work, with its words for a one-off task."""

    NOT_STARTED = "not_started", "Chưa triển khai"
    IN_PROGRESS = "in_progress", "Đang thực hiện"
    DONE = "done", "Đã hoàn thành"
    NOT_APPLICABLE = "not_applicable", "Không phát sinh"


_WORDS_IN_A_PERIOD = {
    DeclaredState.NOT_STARTED: "Chưa triển khai trong kỳ",
    DeclaredState.DONE: "Đã thực hiện đạt yêu cầu trong kỳ",
}
NEEDS_NO_RESULT = (DeclaredState.NOT_STARTED, DeclaredState.NOT_APPLICABLE)


class SelfAssessment(models.TextChoices):
    """A unit's answer to one component of a commitment; no answer is not "not good"."""

    GOOD = "yes", "Thực hiện tốt"
    NOT_GOOD = "no", "Chưa tốt"
    UNANSWERED = "", "Chưa đánh giá"

    @classmethod
    def of(cls, is_kept: bool | None) -> "SelfAssessment":
        if is_kept is None:
            return cls.UNANSWERED
        return cls.GOOD if is_kept else cls.NOT_GOOD

    @property
    def icon(self) -> str:
        """The name of its icon, since colour alone says nothing."""
        return {"yes": "check", "no": "x"}.get(self.value, "minus")

    @property
    def is_kept(self) -> bool | None:
        return None if self == SelfAssessment.UNANSWERED else self == SelfAssessment.GOOD


def assessment_example(components: Iterable[tuple[str, str]]) -> str:
    """How to answer, with one of the components (verb and text) as the example.

    A component with "không" is preferred, since "không … chưa" is read in two ways.
    """
    verb, text = min(components, key=lambda one: one[0] != "KHÔNG", default=("", ""))
    if not verb:
        return ""
    return (
        f"Ví dụ “{verb} {text}”: “{SelfAssessment.GOOD.label}” nghĩa là {_kept(verb, text)}; "
        f"“{SelfAssessment.NOT_GOOD.label}” nghĩa là chưa được như vậy."
    )


def _kept(verb: str, text: str) -> str:
    """A component that is kept, as the middle of a sentence."""
    if verb == "KHÔNG":
        return f"không {text}" if text.startswith("có ") else f"không có biểu hiện {text}"
    if verb == "CÓ":
        return f"có {text}"
    return f"đã {verb.lower()} {text}" if verb in ("TĂNG", "GIẢM") else "đã làm được như vậy"


def has_percent(kind: str) -> bool:
    """Whether tasks of a kind are asked for a percentage: recurring work never ends."""
    return kind not in PERIODIC


def state_words(state: str, kind: str) -> str:
    """The words of a declared state as they fit the kind of its task; empty without a state."""
    if not state:
        return ""
    declared = DeclaredState(state)
    if kind in PERIODIC and declared in _WORDS_IN_A_PERIOD:
        return _WORDS_IN_A_PERIOD[declared]
    return str(declared.label)


def states_of(kind: str) -> list[tuple[str, str]]:
    """The states to choose from for a task of that kind, as value and words."""
    return [(str(state), state_words(state, kind)) for state in DeclaredState]
