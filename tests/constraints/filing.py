"""Periods, the submissions of units, their entries and all that hangs on those."""

from datetime import date, timedelta
from typing import Any

from reporting.models import (
    AssignmentStanding,
    ChecklistAnswer,
    Comment,
    EntryEvent,
    EntryRemark,
    EntryStatus,
    EntryVersion,
    Evidence,
    IndicatorValue,
    PeriodAdjustment,
    ProgressEntry,
    ReportingPeriod,
    SheetImport,
    Submission,
    SubmissionEvent,
)
from tests.constraints import changed
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    CommitmentItemFactory,
    IndicatorFactory,
    ReportingPeriodFactory,
    UnitFactory,
    UserFactory,
    entry_at,
)
from tests.reporting.reviews.scene import plan_at_work, request_review

DRAFT, SENT, RETURNED = EntryStatus.DRAFT, EntryStatus.SENT, EntryStatus.RETURNED
NEXT_QUARTER = date(2026, 6, 30)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def _period(**fields: Any) -> ReportingPeriod:
    return ReportingPeriodFactory.build(plan=ReportingPeriodFactory().plan, **fields)


def _period_of_the_same_name() -> ReportingPeriod:
    row = ReportingPeriodFactory()
    return ReportingPeriodFactory.build(plan=row.plan, name=row.name, data_to=NEXT_QUARTER)


def _period_of_the_same_last_day() -> ReportingPeriod:
    row = ReportingPeriodFactory()
    return ReportingPeriodFactory.build(plan=row.plan, data_to=row.data_to)


def _adjustment(**values: Any) -> PeriodAdjustment:
    facts = {"period": ReportingPeriodFactory(), "unit": UnitFactory(), "kind": "released"}
    facts |= {"reason": "Mới thành lập.", "at": NOON, "by": UserFactory()}
    return PeriodAdjustment(**{**facts, **values})


def _second_adjustment() -> PeriodAdjustment:
    row = _adjustment()
    row.save()
    return _adjustment(period=row.period, unit=row.unit, kind="added")


def _submission() -> Submission:
    return entry_at(DRAFT).submission


def _second_submission() -> Submission:
    row = _submission()
    return Submission(period=row.period, unit=row.unit)


def _submission_event(**fields: Any) -> SubmissionEvent:
    return SubmissionEvent(submission=_submission(), by=UserFactory(), at=NOON, **fields)


def _import_without_its_count() -> SheetImport:
    return SheetImport(
        submission=_submission(),
        file_name="bieu.xlsx",
        uploaded_at=NOON,
        uploaded_by=UserFactory(),
        rows=[],
        confirmed_at=NOON,
    )


def _entry(**values: Any) -> ProgressEntry:
    return changed(entry_at(SENT), **values)


def _decided_entry(**values: Any) -> ProgressEntry:
    return _entry(decided_at=NOON, decided_by=UserFactory(), **values)


def _second_entry() -> ProgressEntry:
    row = entry_at(DRAFT)
    return ProgressEntry(submission=row.submission, assignment=row.assignment)


def _second_answer() -> ChecklistAnswer:
    row = ChecklistAnswer.objects.create(entry=entry_at(DRAFT), item=CommitmentItemFactory())
    return ChecklistAnswer(entry=row.entry, item=row.item)


def _entry_event(**values: Any) -> EntryEvent:
    return changed(entry_at(RETURNED).events.latest("pk"), **values)


def _standing(**values: Any) -> AssignmentStanding:
    """The standing of a returned result whose period ends today."""
    standing = entry_at(RETURNED).assignment.standing
    return changed(changed(standing, sent_in=TODAY), **values)


def _remark(**fields: Any) -> EntryRemark:
    entry = entry_at(RETURNED)
    facts = {"entry": entry, "event": entry.events.latest("pk"), "field": "result", "text": "Thiếu"}
    return EntryRemark(**{**facts, **fields})


def _second_version() -> EntryVersion:
    entry = entry_at(EntryStatus.DRAFT)
    values = {"entry": entry, "version": 1, "content": {}, "kept_at": NOON}
    EntryVersion.objects.create(**values)
    return EntryVersion(**values)


def _second_remark() -> EntryRemark:
    row = _remark()
    row.save()
    return EntryRemark(entry=row.entry, event=row.event, field=row.field, text="Nữa.")


def _evidence(**fields: Any) -> Evidence:
    facts = {"entry": entry_at(DRAFT), "added_at": NOON, "added_by": UserFactory()}
    return Evidence(**{**facts, "is_declared_not_secret": True, **fields})


def _same_file() -> Evidence:
    file = {
        "file_sha256": "0" * 64,
        "file_name": "a.pdf",
        "file_size": 1,
        "file_type": "application/pdf",
    }
    row = _evidence(**file)
    row.save()
    return _evidence(entry=row.entry, **file)


def _same_review() -> Evidence:
    row = _evidence(number="1/BC", review=request_review(plan_at_work()))
    row.save()
    return _evidence(entry=row.entry, number="1/BC", review=row.review)


def _ratio(**values: Any) -> IndicatorValue:
    indicator = IndicatorFactory()
    entry = entry_at(DRAFT, assignment=AssignmentFactory(task=indicator.task))
    row = IndicatorValue.objects.create(
        entry=entry, indicator=indicator, numerator=98, denominator=100
    )
    return changed(row, **values)


def _second_number() -> IndicatorValue:
    row = _ratio()
    return IndicatorValue(entry=row.entry, indicator=row.indicator)


def _comment_without_words() -> Comment:
    return Comment(entry=entry_at(DRAFT), at=NOON, by=UserFactory(), is_from_office=True, text="")


SUBMISSIONS = [
    (
        "reporting_period_data_to_not_before_from",
        lambda: _period(data_from=TODAY, data_to=YESTERDAY, due_on=TODAY),
    ),
    (
        "reporting_period_due_after_data_begins",
        lambda: _period(data_from=TODAY, data_to=TODAY, due_on=YESTERDAY),
    ),
    (
        "reporting_period_closed_only_after_opened",
        lambda: _period(opened_at=None, closed_at=NOON),
    ),
    ("reporting_period_name_once_per_plan", _period_of_the_same_name),
    ("reporting_period_last_day_once_per_plan", _period_of_the_same_last_day),
    ("reporting_periodadjustment_once_per_unit", _second_adjustment),
    ("reporting_periodadjustment_kind_known", lambda: _adjustment(kind="hidden")),
    ("reporting_periodadjustment_says_why", lambda: _adjustment(reason="")),
    ("reporting_submission_once_per_period_and_unit", _second_submission),
    (
        "reporting_submission_sent_at_and_by_together",
        lambda: changed(_submission(), sent_at=NOON),
    ),
    (
        "reporting_submission_confirmation_asked_at_and_by_together",
        lambda: changed(_submission(), confirmation_asked_at=NOON),
    ),
    ("reporting_submissionevent_kind_known", lambda: _submission_event(kind="burnt")),
    (
        "reporting_submissionevent_remark_when_given_back",
        lambda: _submission_event(kind="given_back"),
    ),
    ("reporting_sheetimport_counted_iff_confirmed", _import_without_its_count),
]

ENTRIES = [
    ("reporting_entry_status_known", lambda: _decided_entry(status="lost")),
    ("reporting_entry_state_known", lambda: _entry(state="maybe")),
    ("reporting_entry_percent_at_most_100", lambda: _entry(percent=101)),
    ("reporting_entry_says_its_state_when_sent", lambda: _entry(state="")),
    ("reporting_entry_tells_its_result_when_sent", lambda: _entry(result="")),
    ("reporting_entry_sent_at_when_sent", lambda: _entry(last_sent_at=None)),
    (
        "reporting_entry_decision_when_decided",
        lambda: _entry(status=EntryStatus.ACCEPTED),
    ),
    (
        "reporting_entry_reason_when_returned",
        lambda: _decided_entry(status=RETURNED, answer_by=TODAY),
    ),
    ("reporting_entry_once_per_submission_and_assignment", _second_entry),
    ("reporting_checklistanswer_once_per_item", _second_answer),
    ("reporting_entryevent_statuses_known", lambda: _entry_event(from_status="lost")),
    ("reporting_entryevent_statuses_known", lambda: _entry_event(to_status="lost")),
    ("reporting_entryevent_reason_when_returned", lambda: _entry_event(note="")),
    ("reporting_standing_sent_status_known", lambda: _standing(sent_status="draft")),
    ("reporting_standing_accepted_is_sent", lambda: _standing(accepted_in=TOMORROW)),
    ("reporting_standing_done_is_accepted", lambda: _standing(done_in=TODAY)),
    ("reporting_entryremark_field_known", lambda: _remark(field="mood")),
    ("reporting_entryremark_says_something", lambda: _remark(text="")),
    ("reporting_entryremark_once_per_field", _second_remark),
    ("reporting_entryversion_once_per_version", _second_version),
    ("reporting_comment_says_something", _comment_without_words),
]

EVIDENCE_AND_NUMBERS = [
    ("reporting_evidence_refers_to_something", lambda: _evidence(issuer="UBND xã")),
    (
        "reporting_evidence_file_described",
        lambda: _evidence(number="1/BC", file_sha256="0" * 64),
    ),
    (
        "reporting_evidence_declared_not_secret",
        lambda: _evidence(number="1/BC", is_declared_not_secret=False),
    ),
    ("reporting_evidence_file_once_per_entry", _same_file),
    ("reporting_evidence_review_once_per_entry", _same_review),
    (
        "reporting_indicatorvalue_not_applicable_has_no_number",
        lambda: _ratio(is_not_applicable=True),
    ),
    ("reporting_indicatorvalue_value_or_parts", lambda: _ratio(value=3)),
    ("reporting_indicatorvalue_parts_not_negative", lambda: _ratio(numerator=-1)),
    ("reporting_indicatorvalue_parts_not_negative", lambda: _ratio(denominator=-1)),
    ("reporting_indicatorvalue_once_per_entry", _second_number),
]

BREACHES = [*SUBMISSIONS, *ENTRIES, *EVIDENCE_AND_NUMBERS]
