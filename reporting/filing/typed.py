"""The input of a section as somebody typed it, to show it again."""

from collections.abc import Mapping
from dataclasses import replace

from reporting.entries.fields import TEXT_NAMES
from reporting.evidence.forms import EvidenceForm
from reporting.filing.forms import EntryForm, TakeBackForm
from reporting.filing.merging import Collision
from reporting.filing.sections import Checklist, Questions, SectionInput, SectionView
from reporting.models import SelfAssessment

TypedForm = EntryForm | EvidenceForm | TakeBackForm


def typed_input(section: SectionView, form: TypedForm) -> SectionInput:
    """The input of `section` with what `form` holds, right or wrong."""
    if isinstance(form, EntryForm):
        return _of_entry_form(section, form)
    if isinstance(form, EvidenceForm):
        return replace(section.input, evidence_values=form.typed(), evidence_errors=form.errors)
    note = form.data.get("note", "")
    return replace(
        section.input,
        take_back_error=str(form.errors["note"][0]),
        take_back_note=note,
        lost_text=[note] if note and not section.can_take_back else [],
    )


def input_in_collision(typed: SectionInput, collision: Collision) -> SectionInput:
    """Take over what only the other person changed; the person chooses for the rest."""
    theirs = {field.name: field.theirs for field in collision.taken}
    return replace(
        typed,
        collision=collision,
        values={**typed.values, **theirs},
        checklist=_answered(typed.checklist, theirs),
    )


def _of_entry_form(section: SectionView, form: EntryForm) -> SectionInput:
    values, errors = form.typed(), form.errors
    answers = {
        f"answer-{pk}": str(SelfAssessment.of(is_kept)) for pk, is_kept in form.answers().items()
    }
    unanswered = dict.fromkeys(_questions(section.input.checklist), "")
    lines = [
        line.with_input(values, errors) if line.is_typed_in(form.data) else line
        for line in section.input.lines
    ]
    lost = [] if section.is_writable else [values[name] for name in TEXT_NAMES]
    if not section.is_writable:
        lost += [text for line in lines for text in line.typed_texts]
    return replace(
        section.input,
        values=values,
        lines=lines,
        checklist=_answered(section.input.checklist, unanswered | answers),
        is_typed=True,
        errors=errors,
        wrong=form.wrong(),
        lost_text=[text for text in lost if text],
    )


def _questions(checklist: Checklist) -> list[str]:
    return [f"answer-{row.item.pk}" for _, questions in checklist for row in questions]


def _answered(checklist: Checklist, answers: Mapping[str, str]) -> Checklist:
    """The checklist with the answers that `answers` holds by the name of the field."""
    return [
        Questions(
            commitment,
            [
                replace(row, answer=answers.get(f"answer-{row.item.pk}", row.answer))
                for row in questions
            ],
        )
        for commitment, questions in checklist
    ]
