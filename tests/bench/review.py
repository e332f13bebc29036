"""Measure how long a review of about so many pages takes to be printed.

`python -m tests.bench.review PAGES` prints one line. The figures of the review are those of a
bulk-seeded plan; its annex of results is repeated until it has the pages. CPU seconds are of the
process that prints and of its copies: `cpu_s` where no section is kept, `again_s` after one changed
paragraph of the body; `wall_s` is by the clock. `peak_mb` is the largest memory of that process,
`copy_mb` of a copy, most of which both share. For PAGES such as 10,40,200 there is a line each, and
then how the time grows: `exponent=1` is as the pages.
"""

import math
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import django

from tests.product import ROOT, clean_environment

UNITS, TASKS, PERIODS = 40, 40, 3
# CPU seconds and megabytes, by the least number of pages for which they hold
LIMITS = {
    40: "limit_cpu_s=10 limit_again_s=2",
    200: "limit_cpu_s=45",
    320: "limit_peak_mb=400",
}


def main(sizes: list[int]) -> None:
    lines = [_line(num_pages) for num_pages in sizes]
    if len(lines) > 1:
        print(f"exponent={_exponent(lines):.2f}")


def _line(num_pages: int) -> str:
    line = in_new_database("-m", "tests.bench.review", str(num_pages), "measured")
    print(line, end="", flush=True)
    return line


def in_new_database(*step: str, **settings: str) -> str:
    """What Python prints as it runs `step` with an empty database of its own."""
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        environment = clean_environment(Path(folder)) | {
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
            **settings,
        }
        for command in (["manage.py", "migrate", "--verbosity=0"], step):
            done = subprocess.run(
                [sys.executable, *command],
                cwd=ROOT,
                env=environment,
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
    return done.stdout


def _exponent(lines: list[str]) -> float:
    """The slope of the first seconds by the pages, both as logarithms."""
    figures = [dict(re.findall(r"(\w+)=([\d.]+)", line)) for line in lines]
    logs = [(math.log(float(one["pages"])), math.log(float(one["cpu_s"]))) for one in figures]
    slope, _ = statistics.linear_regression(*zip(*logs, strict=True))
    return slope


def measure(num_pages: int) -> None:
    django.setup()
    from django.conf import settings

    from reporting.papers.blocks import Paragraph, plain
    from reporting.papers.word import to_docx
    from reporting.reviews.papers import paper, pdf
    from reporting.reviews.snapshots import snapshot
    from tracker.lib.forked import num_cores

    review = requested()
    at = review.requested_at
    document = paper.document_of(paper.Paper.of(review), snapshot.take(review))
    document = _grown(document, num_pages)
    shutil.rmtree(settings.PRINTED_DIR)
    seconds, began = _Seconds(), time.monotonic()
    printed = pdf.to_pdf(document)
    cpu, wall = seconds.passed(), time.monotonic() - began
    changed = replace(document, blocks=(*document.blocks, Paragraph("new", plain("Câu mới."))))
    pdf.to_pdf(changed)
    again = seconds.passed()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    copy = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    to_docx(document, at)
    word = seconds.passed()
    least = max((pages for pages in LIMITS if pages <= num_pages), default=min(LIMITS))
    print(
        f"pages={pdf.num_pages(printed)} cpu_s={cpu:.1f} again_s={again:.1f} peak_mb={peak:.0f} "
        f"docx_s={word:.2f} {LIMITS[least]} wall_s={wall:.1f} copy_mb={copy:.0f} "
        f"cores={num_cores()} load={os.getloadavg()[0]:.1f}"
    )


def requested(*, units: int = UNITS):
    """A review of all periods of a bulk-seeded plan."""
    from django.core.management import call_command
    from django.utils import timezone

    from plans.models import Plan
    from reporting.models import ReviewKind
    from reporting.reviews import requesting

    with open(os.devnull, "w") as nowhere:
        call_command("seed_bench", units=units, tasks=TASKS, periods=PERIODS, stdout=nowhere)
    at = timezone.now()
    plan = Plan.objects.order_by("-pk")[0]
    periods = list(plan.periods.opened().oldest_first())
    return requesting.request_review(
        plan=plan,
        kind=ReviewKind.INTERIM,
        title=requesting.suggest_title(plan=plan, kind=ReviewKind.INTERIM),
        period_from=periods[0],
        period_to=periods[-1],
        cutoff_on=timezone.localdate(at),
        by=None,
        at=at,
    )


def _grown(document, num_pages: int):
    """`document` with its longest annex repeated until it has about `num_pages`."""
    from reporting.papers import drawing
    from reporting.reviews.papers import pdf

    longest = max(document.annexes, key=lambda annex: len(drawing.draw(annex.blocks)))
    alone = replace(document, blocks=(), annexes=(longest,))
    others = replace(document, annexes=tuple(x for x in document.annexes if x is not longest))
    own = max(1, pdf.num_pages(pdf.to_pdf(alone)) - 1)
    missing = num_pages - pdf.num_pages(pdf.to_pdf(others))
    times, rest = divmod(max(missing, 1), own)
    blocks = longest.blocks * times + longest.blocks[: len(longest.blocks) * rest // own]
    grown = replace(longest, blocks=blocks)
    annexes = tuple(grown if annex is longest else annex for annex in document.annexes)
    return replace(document, annexes=annexes)


class _Seconds:
    """CPU seconds of this process and of those that it waited for, since it was last asked."""

    def __init__(self) -> None:
        self.last = self._spent()

    def passed(self) -> float:
        before, self.last = self.last, self._spent()
        return self.last - before

    def _spent(self) -> float:
        return sum(os.times()[:4])


if __name__ == "__main__":
    if sys.argv[2:] == ["measured"]:
        measure(int(sys.argv[1]))
    else:
        main([int(pages) for pages in sys.argv[1].split(",")])
