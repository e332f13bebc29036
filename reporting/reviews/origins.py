"""Where the figures and quotations of a paper come from, as addresses of pages."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.conf import settings
from django.urls import reverse

from reporting.models import Review
from reporting.papers.blocks import ENTRY, SHARE, Bar, Block, Chart, Document, Run, Runs
from reporting.papers.rewriting import with_runs
from reporting.reviews.snapshots.places import found_at


@dataclass(frozen=True)
class Origins:
    """The pages behind the paper of a review; on other sheets than ours with the address `site`."""

    review: Review
    site: str = ""

    def address_of(self, run: Run) -> str:
        """The page that lists what `run` counts, or shows what it quotes; empty without one."""
        place = run.figure or run.source.removeprefix(SHARE)
        if place.startswith(ENTRY):
            return self._entries.replace("/0/", f"/{place.removeprefix(ENTRY)}/")
        return self._of_place(place) if place else ""

    def linked(self, block: Block) -> Block:
        """`block` with its figures and quotations as links."""
        return self._with_bars(with_runs(block, self._linked))

    def marked(self, block: Block) -> Block:
        """The same for people who write: quotations stay words, with a sign behind that leads."""
        return self._with_bars(with_runs(block, self._marked))

    def _linked(self, runs: Runs) -> Runs:
        return tuple(replace(run, link=self.address_of(run)) for run in runs)

    def _marked(self, runs: Runs) -> Runs:
        return tuple(self._signs(runs))

    def _signs(self, runs: Runs) -> Iterable[Run]:
        for run in runs:
            address = self.address_of(run)
            if run.source.startswith(ENTRY):
                yield run
                yield Run("", link=address)
            else:
                yield replace(run, link=address)

    def _with_bars(self, block: Block) -> Block:
        if not isinstance(block, Chart):
            return block
        return replace(block, bars=tuple(map(self._bar, block.bars)))

    def _bar(self, bar: Bar) -> Bar:
        done, whole = map(self._of_place, bar.places)
        return replace(bar, links=(done, whole))

    def _of_place(self, place: str) -> str:
        if found_at(self.review.snapshot or {}, place) is None:
            return ""
        return self._figures.replace("/0/", f"/{place}/")

    @cached_property
    def _figures(self) -> str:
        return self.site + reverse("reporting:trace-figure", args=[self.review.pk, "0"])

    @cached_property
    def _entries(self) -> str:
        return self.site + reverse("reporting:entry", args=[0])


def to_print(review: Review, document: Document) -> Document:
    """The paper to be printed: a draft leads to the rows of its figures and quotations."""
    if not document.head.is_draft:
        return document
    origins = Origins(review, site=settings.SITE_URL.rstrip("/"))
    return replace(
        document,
        blocks=tuple(map(origins.linked, document.blocks)),
        annexes=tuple(
            replace(annex, blocks=tuple(map(origins.linked, annex.blocks)))
            for annex in document.annexes
        ),
    )
