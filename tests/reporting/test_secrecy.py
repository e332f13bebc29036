"""Every text that people type passes the secrecy gate; a new field has to say how."""

import importlib
import pkgutil

import pytest
from django import forms

import plans
import reporting
import units
from plans import bodies, closing, deadlines, documents, ending, indicators
from plans.bodies import BodySpec, CapacitySpec
from plans.editing import commitments, groups, heads, tasks
from plans.editing_forms import PlanForm, TaskForm
from plans.indicators import IndicatorSpec
from plans.models import IndicatorKind, LegalDocument
from reporting.filing import filing
from reporting.models import EntryStatus, PeriodAdjustment, ReportingPeriod, Review
from reporting.periods import adjusting, opening
from reporting.reorganisation import preparing
from reporting.reviews import dropping, issuing, requesting
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    IssuingBodyFactory,
    LegalDocumentFactory,
    PlanFactory,
    ReportingPeriodFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
    entry_at,
)
from tracker.lib.legacy.fields import WordsField
from tracker.lib.refusal import Refused
from units import directory
from units.kinds import changing
from units.models import Bloc, Role, Succession, SuccessionKind, Unit, UnitKind

MARK = "Báo cáo TUYỆT MẬT"

BODY = {"superior_body", "name", "title", "symbol", "place", "common_name"}
OFFICE = {"superior", "name", "symbol", "place", "office_name", "office_symbol"}
# Fields of forms whose use case looks for marks; the test beside the use case, or below, shows it
GATED = {
    "plans.body_forms.BodyForm": BODY,
    "plans.body_forms.SuccessorForm": BODY,
    "plans.body_forms.CapacityForm": {"capacity", "post", "name"},
    "plans.editing_forms.CommitmentForm": {"name", "items", "footnote"},
    "plans.editing_forms.CopyForm": {*PlanForm.Meta.words, *PlanForm.Meta.areas},
    "plans.editing_forms.GroupForm": {"heading", "label"},
    "plans.editing_forms.PlanForm": {*PlanForm.Meta.words, *PlanForm.Meta.areas},
    "plans.editing_forms.TaskForm": {*TaskForm.Meta.words, *TaskForm.Meta.areas} - {"code"},
    "plans.forms.DeadlineForm": {"words"},
    "plans.forms.DeliverableForm": {"deliverable"},
    "plans.forms.DocumentForm": {"kind", "number", "issuer", "subject", "note"},
    "plans.forms.DropForm": {"reason"},
    "plans.forms.IndicatorForm": {
        "name",
        "unit_of_measure",
        "numerator_label",
        "denominator_label",
    },
    "plans.own_plan_forms.OwnPlanForm": {*PlanForm.Meta.words, *PlanForm.Meta.areas},
    "plans.set_up_forms.OfficeForm": OFFICE,
    "plans.set_up_forms.BeginForm": OFFICE,
    "reporting.closing.forms.CloseForm": {"reason"},
    "reporting.closing.forms.ReopenPlanForm": {"reason"},
    "reporting.urging.forms.UrgeForm": {"text"},
    "plans.importing.forms.DocumentFindingForm": {"kind", "number", "issuer"},
    "plans.importing.forms.GroupFindingForm": {"label", "heading"},
    "plans.importing.forms.HeadFindingForm": {
        *("number", "kind", "short_title", "subject", "superior", "issuer", "title", "symbol"),
        *("place", "signer_capacity", "signer_post", "signer_name", "recipients"),
    },
    "plans.importing.forms.PastedPlanForm": {"text"},
    "plans.importing.forms.TaskFindingForm": {
        *("title", "text", "leads", "coordinators", "deliverable", "deadline_words", "targets"),
    },
    "reporting.contributions.forms.ContributionForm": {"text"},
    "reporting.contributions.forms.DecisionForm": {"note"},
    "reporting.evidence.forms.DescribeForm": {"number", "issuer", "subject"},
    "reporting.evidence.forms.EvidenceForm": {"number", "issuer", "subject"},
    "reporting.evidence.forms.ReferenceForm": {"number", "issuer", "subject"},
    "reporting.extensions.forms.GrantForm": {
        "words",
        "kind",
        "number",
        "issuer",
        "subject",
        "note",
    },
    "reporting.extensions.forms.RefuseForm": {"note"},
    "reporting.extensions.forms.ExtensionRequestForm": {"reason", "work_done"},
    "reporting.filing.confirmation_forms.GiveBackForm": {"note"},
    "reporting.filing.forms.TakeBackForm": {"note"},
    "reporting.periods.forms.AdjustmentForm": {"reason"},
    "reporting.periods.forms.OpenedPeriodForm": {"name"},
    "reporting.periods.forms.PeriodForm": {"name"},
    "reporting.periods.forms.ReopenForm": {"note"},
    "reporting.register.forms.TermForm": {"name"},
    "reporting.register.forms.WithdrawForm": {"reason"},
    "reporting.reorganisation.forms.ReorganisationForm": {"kind", "number", "issuer", "table"},
    "reporting.reviews.forms.DropReviewForm": {"reason"},
    "reporting.reviews.forms.HeadForm": {"urgent_by"},
    "reporting.reviews.forms.IssueForm": {
        "number",
        "signer_capacity",
        "signer_post",
        "signer_name",
        "reason",
    },
    "reporting.reviews.forms.ReviewRequestForm": {"title"},
    "reporting.reviews.skeleton_editor.forms.NewSectionForm": {"title"},
    "reporting.reviews.skeleton_editor.forms.SectionForm": {"title"},
    "reporting.reviews.skeleton_editor.forms.TitleForm": {"title"},
    "reporting.verification.forms.SendBackForm": {"reason"},
    "units.forms.RenameForm": {"name", "short_name", "document"},
    "units.forms.SuccessionForm": {"document"},
    "units.forms.UnitForm": {"name", "short_name", "aliases"},
    "units.kinds.forms.BlocForm": {"name"},
    "units.kinds.forms.KindForm": {"name"},
    "units.kinds.forms.PlaceForm": {"place"},
}
# Fields without room for a title: names of people, addresses, searches, states of the form, and a
# unit that is typed to be chosen
PASSWORDS = {"password", "old_password", "new_password1", "new_password2", "password_repeated"}
PERSON = {"username", "full_name", "position", "work_phone", "email"}
FREE = PASSWORDS | PERSON | {"q", "seen", "base", "unit"}


def _forms():
    for package in (units, plans, reporting):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith("forms"):
                yield from vars(importlib.import_module(module.name)).values()


def _typed_fields(form):
    """The fields of `form` into which words can be typed."""
    for name, field in form.base_fields.items():
        if type(field) in (forms.CharField, forms.SlugField, WordsField) and name != "code":
            yield name


def test_every_field_for_words_is_gated_or_named_as_free():
    found = {
        f"{form.__module__}.{form.__name__}": fields
        for form in _forms()
        if isinstance(form, type)
        and issubclass(form, forms.BaseForm)
        and not form.__module__.startswith("django.")
        if (fields := set(_typed_fields(form)) - FREE)
    }

    assert found == GATED


def spec(**fields):
    whole = {"name": "Hồ sơ", "kind": IndicatorKind.VALUE, "unit_of_measure": "hồ sơ", **fields}
    return IndicatorSpec(**whole)


def document(**fields):
    whole = {"number": "1-KH/HU", "kind": "Kế hoạch", "issuer": "Huyện ủy", "subject": "Cải cách"}
    documents.save_document(document=None, issued_on=TODAY, **{**whole, "note": "", **fields})


def signed(**fields):
    whole = {"number": "5", "signer_capacity": "T/M", "signer_post": "", "signer_name": "An"}
    review = Review(plan=PlanFactory())
    issuing.issue(review=review, issued_on=TODAY, by=UserFactory(), at=NOON, **{**whole, **fields})


def by_office():
    return {"by": UserFactory(), "at": NOON}


def days():
    return {"data_from": TODAY, "data_to": TODAY, "due_on": TODAY}


def closed_period():
    return ReportingPeriodFactory(closed_at=NOON)


def unit(**fields):
    names = {"name": "Xã Thử", "short_name": "Thử", "aliases": [], **fields}
    kind = UnitKind.objects.get(pk=UnitKind.COMMUNE)
    directory.add_unit(code="thu", kind=kind, bloc=kind.bloc, **names, **by_office())


def request_review(title):
    period = ReportingPeriodFactory()
    requesting.request_review(
        plan=period.plan,
        kind="interim",
        title=title,
        period_from=period,
        period_to=period,
        cutoff_on=TODAY,
        **by_office(),
    )


def issuing_body(**changes):
    names = ("kind", "superior_body", "name", "title", "symbol", "place")
    words = {**dict.fromkeys(names, "Thử"), "kind": "committee", **changes}
    return bodies.save_body(body=None, spec=BodySpec(**words), **by_office())


def plan(**words):
    spec = heads.PlanSpec(**heads.values_of(PlanFactory.build()) | words)
    return heads.add_plan(spec=spec, **by_office())


STEPS = {
    "plan": lambda: plan(purposes=MARK),
    "group of tasks": lambda: groups.add_group(
        plan=PlanFactory(), spec=groups.GroupSpec("1", MARK, "Nhóm"), **by_office()
    ),
    "task": lambda: tasks.add_task(
        group=TaskFactory().group, spec=tasks.TaskSpec("IX.1", "Việc", MARK), **by_office()
    ),
    "commitment": lambda: commitments.add_commitment(
        task=TaskFactory(),
        spec=commitments.CommitmentSpec("Việc", items=(("", MARK),)),
        **by_office(),
    ),
    "document": lambda: document(subject=MARK),
    "number of a document": lambda: document(number="05-QĐ/HU (M)"),
    "kind of a document": lambda: document(kind=MARK),
    "issuer of a document": lambda: document(issuer=MARK),
    "note on a document": lambda: document(note="tối mật"),
    "deadline": lambda: deadlines.set_deadline(
        assignment=AssignmentFactory(),
        deadline=TODAY,
        words=MARK,
        document=LegalDocumentFactory(),
        **by_office(),
    ),
    "deliverable": lambda: deadlines.set_deliverable(
        assignment=AssignmentFactory(), deliverable=MARK, document=None, **by_office()
    ),
    "reason to drop": lambda: ending.drop(
        assignment=AssignmentFactory(), on=TODAY, document=None, reason=MARK, **by_office()
    ),
    "issuing body": lambda: issuing_body(title=MARK),
    "signing capacity": lambda: bodies.save_capacity(
        body=IssuingBodyFactory(),
        capacity=None,
        spec=CapacitySpec("T/M BAN THƯỜNG VỤ", MARK),
        **by_office(),
    ),
    "indicator": lambda: indicators.add(task=TaskFactory(), spec=spec(name=MARK), **by_office()),
    "measure": lambda: indicators.add(
        task=TaskFactory(), spec=spec(unit_of_measure="TỐI MẬT"), **by_office()
    ),
    "name of a period": lambda: opening.create_period(
        plan=PlanFactory(), name=MARK, **days(), **by_office()
    ),
    "reason to reopen": lambda: opening.reopen_period(
        period=closed_period(), note=MARK, **by_office()
    ),
    "reason to close a plan": lambda: closing.close_plan(
        plan=PlanFactory(), reason=MARK, reasons={}, **by_office()
    ),
    "reason to reopen a plan": lambda: closing.reopen_plan(
        plan=PlanFactory(status="closed"), reason=MARK, **by_office()
    ),
    "reason to release": lambda: adjusting.release(
        period=ReportingPeriodFactory(), unit=UnitFactory(), reason=MARK, **by_office()
    ),
    "title of a review": lambda: request_review(MARK),
    "number of a review": lambda: signed(number="05-BC/HU (M)"),
    "reason to issue": lambda: signed(reason=MARK),
    "reason to drop a draft": lambda: dropping.drop(review=Review(), reason=MARK, **by_office()),
    "signer": lambda: signed(signer_post=MARK),
    "reason to take back": lambda: filing.take_back(
        entry=entry_at(EntryStatus.SENT), note=MARK, **by_office()
    ),
    "name of a unit": lambda: unit(name=MARK),
    "alias of a unit": lambda: unit(aliases=["Thử", MARK]),
    "new name of a unit": lambda: directory.rename_unit(
        unit=UnitFactory(),
        name="Mới",
        short_name="Mới",
        first_day=TODAY,
        document=MARK,
        **by_office(),
    ),
    "kind of unit": lambda: changing.add_kind(
        name=MARK, bloc=Bloc.objects.get(pk=Bloc.PARTY), **by_office()
    ),
    "bloc": lambda: changing.add_bloc(name=MARK, **by_office()),
    "name of a role": lambda: changing.name_roles(names={Role.HEAD: MARK}, **by_office()),
    "table of a reorganisation": lambda: preparing.prepare(
        document=LegalDocumentFactory(), effective_on=TODAY, table=f"{MARK}\tkhông", **by_office()
    ),
    "succession": lambda: directory.record_succession(
        predecessor=UnitFactory(),
        successor=None,
        kind=SuccessionKind.DISSOLVE,
        effective_on=TODAY,
        document=MARK,
        **by_office(),
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS)
def test_a_mark_in_a_title_is_refused(step):
    with pytest.raises(Refused, match="dấu hiệu mật"):
        STEPS[step]()

    assert not ReportingPeriod.objects.filter(name=MARK).exists()
    assert not PeriodAdjustment.objects.exists()
    assert not Review.objects.exists()
    assert not Succession.objects.exists()
    assert not Unit.objects.filter(code="thu").exists()
    assert not LegalDocument.objects.filter(number="1-KH/HU").exists()
