"""Content of the register of issued papers: its terms, a page of papers, missing numbers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from plans.models import Plan
from reporting.models import Review, ReviewQuerySet, ReviewStatus, Term
from reporting.register import numbering
from units.models import User

# Of the paper that one replaces, and of the one that replaces it
OF_OTHERS = {"id", "number", "status", "issued_on", "replaces"}


@dataclass(frozen=True)
class RegisterFilter:
    """Filter of the register; None and empty mean all. `words` are of number or subject."""

    term: Term | None = None
    plan: Plan | None = None
    kind: str = ""
    words: str = ""


@dataclass(frozen=True)
class Series:
    """The numbers of one series in a term; `missing` in words."""

    name: str
    num_papers: int
    missing: str
    next_number: str


def papers_for(user: User) -> ReviewQuerySet:
    """The issued papers that `user` may read, without their figures."""
    papers = Review.objects.readable_by(user).filter(status=ReviewStatus.ISSUED)
    unnamed = [
        f"{path}__{field.name}"
        for path in ("replaces", "replaced_by")
        for field in Review._meta.concrete_fields
        if field.name not in OF_OTHERS
    ]
    return papers.select_related("plan", "replaces", "replaced_by", "withdrawal").defer(
        "snapshot", *unnamed
    )


def narrowed(papers: ReviewQuerySet, chosen: RegisterFilter) -> ReviewQuerySet:
    """The matching papers in the order of their numbers."""
    if chosen.term:
        papers = papers.filter(term=chosen.term)
    if chosen.plan:
        papers = papers.filter(plan=chosen.plan)
    if chosen.kind:
        papers = papers.filter(kind=chosen.kind)
    if chosen.words:
        papers = papers.filter(Q(number__icontains=chosen.words) | Q(title__icontains=chosen.words))
    return papers.order_by(
        F("term__first_day").desc(nulls_last=True),
        "series",
        F("serial").desc(nulls_last=True),
        "-pk",
    )


def current_term(terms: Iterable[Term], today: date) -> Term | None:
    """The term of today, else the newest."""
    ordered = sorted(terms, key=lambda term: (term.first_day, term.pk), reverse=True)
    covering = [term for term in ordered if term.first_day <= today <= term.last_day]
    return next(iter(covering or ordered), None)


def series_in(term: Term) -> list[Series]:
    """The series of a term, whoever may read their papers: a number is taken all the same."""
    serials: dict[str, list[int]] = defaultdict(list)
    numbered = Review.objects.filter(term=term, serial__isnull=False)
    for name, serial in numbered.values_list("series", "serial"):
        serials[name].append(serial or 0)
    return [
        Series(
            name=name,
            num_papers=len(found),
            missing=numbering.words_of(numbering.missing(found)),
            next_number=str(numbering.Number(max(found) + 1, name)),
        )
        for name, found in sorted(serials.items())
    ]
