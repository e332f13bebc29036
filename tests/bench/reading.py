"""Measure how much of the labelled texts of plans is recognised, and how fast.

`python -m tests.bench.reading` prints a line per text and kind of finding, clean and noisy, then
the totals of each form beside their goals, apart for the texts that were developed against and
those held out. The files are made at each run. Last are the seconds for plans of about 10 and 100
pages. The exit code is 1 where a total of all clean or of all noisy texts misses its goal.
"""

import io
import json
import os
import sys
import time
from collections import defaultdict
from datetime import date

import django

DAY = date(2026, 1, 1)
CLEAN_GOALS = defaultdict(float, head=0.95, numbers=0.95, dates=0.95, tasks=0.9, leads=0.9)
NOISY_GOAL = 0.8
LIMITS = {10: 3, 100: 20}
LETTERS_A_PAGE = 2_650


def main() -> int:
    from tests.plans.reading import corpus, layouts, noise

    forms = {"clean": lambda text: ("a.txt", text.encode())}
    for name, spoil in noise.NOISES.items():
        forms[name] = lambda text, spoil=spoil: ("a.txt", spoil(text).encode())
    forms["docx"] = lambda text: ("a.docx", layouts.as_docx(text))
    forms["pdf"] = lambda text: ("a.pdf", layouts.as_pdf(text))
    totals = defaultdict(list)
    for sample in corpus.samples():
        _measure(sample, forms, totals, noise.NOISES)
    _print_fixture()
    is_reached = _print_totals(totals)
    _print_seconds(layouts)
    return int(not is_reached)


def _measure(sample, forms, totals, noises) -> None:
    """Score `sample` in each form; one that is noisy by itself has no other form."""
    from tests.plans.reading import scoring

    noisy = []
    for form, make in forms.items():
        if sample.is_noisy and form != "clean":
            continue
        counts = scoring.scored(sample, _read(*make(sample.text)))
        is_noisy = sample.is_noisy or form in noises
        if is_noisy:
            noisy.append(counts)
        else:
            _print_counts(sample, form, counts)
        own = "scanned" if sample.is_noisy else form
        for held in ("all", "held_out" if sample.is_held_out else "developed"):
            totals[own, held].append(counts)
            if is_noisy or form == "clean":
                totals["all noisy" if is_noisy else "all clean", held].append(counts)
    if noisy:
        _print_counts(sample, "noisy", scoring.total(noisy))


def _print_counts(sample, form: str, counts) -> None:
    held = "held_out" if sample.is_held_out else "developed"
    for kind, count in counts.items():
        print(
            f"text={sample.name} set={held} form={form} kind={kind} "
            f"precision={count.precision:.2f} recall={count.recall:.2f}"
        )


def _print_fixture() -> None:
    """Plan 126 beside the tasks that people made of it, which are often less than a clause."""
    from tests.plans.reading import corpus, scoring

    sample = next(each for each in corpus.samples() if each.name == "plan_126")
    rows = json.loads((corpus.ROOT / "fixtures/plan_126.json").read_text())
    texts = [row["fields"]["text"] for row in rows if row["model"] == "plans.task"]
    labels = {"tasks": [[text, [], [], "", ""] for text in texts]}
    found = _read("a.txt", sample.text.encode())
    pairs = scoring.matched(corpus.Sample("", sample.text, labels, False), found)
    num_found = sum(len(group.tasks) for group in found.groups)
    print(
        f"text=plan_126 against=fixture kind=tasks precision={len(pairs) / num_found:.2f} "
        f"recall={len(pairs) / len(texts):.2f}"
    )


def _print_totals(totals) -> bool:
    from tests.plans.reading import scoring

    is_reached = True
    for (form, held), counts in sorted(totals.items()):
        total = scoring.total(counts)
        for kind in scoring.KINDS:
            goal = NOISY_GOAL if form == "all noisy" else CLEAN_GOALS[kind]
            is_judged = form.startswith("all ") and held == "all"
            least = min(total[kind].precision, total[kind].recall)
            is_reached = is_reached and (not is_judged or least >= goal)
            print(
                f"total={form.replace(' ', '_')} set={held} texts={len(counts)} kind={kind} "
                f"precision={total[kind].precision:.3f} recall={total[kind].recall:.3f}"
                + (f" goal={goal}" if is_judged and goal else "")
            )
    return is_reached


def _print_seconds(layouts) -> None:
    import pikepdf

    for num_pages, limit in LIMITS.items():
        text = _long_text(num_pages)
        for form, make in (("pdf", layouts.as_pdf), ("docx", layouts.as_docx)):
            content = make(text)
            if form == "pdf":
                pages = len(pikepdf.open(io.BytesIO(content)).pages)
            began, cpu = time.perf_counter(), time.process_time()
            found = _read(f"a.{form}", content)
            seconds = time.perf_counter() - began
            cpu = time.process_time() - cpu
            num_tasks = sum(len(group.tasks) for group in found.groups)
            print(
                f"pages={pages} form={form} tasks={num_tasks} seconds={seconds:.2f} "
                f"cpu_s={cpu:.2f} limit_s={limit} load={os.getloadavg()[0]:.1f}"
            )


def _long_text(num_pages: int) -> str:
    """Plan 126 with its parts repeated until it has about `num_pages`."""
    from tests.plans.reading import corpus

    text = next(each.text for each in corpus.samples() if each.name == "plan_126")
    start, end = text.index("II. NHIỆM VỤ"), text.index("III. TỔ CHỨC")
    times = max((num_pages * LETTERS_A_PAGE - len(text)) // (end - start) + 1, 1)
    return text[:start] + text[start:end] * times + text[end:]


def _read(name: str, content: bytes):
    from plans.reading import intake, reading

    return reading.read(intake.lines_of(name, content), names=_names(), on=DAY)


def _names() -> dict[str, str]:
    from plans.reading.names import names_in
    from tests.plans.reading import corpus

    rows = json.loads((corpus.ROOT / "fixtures/units_hai_lang.json").read_text())
    units = [row["fields"] for row in rows if row["model"] == "units.unit"]
    return names_in((unit["code"], unit["folded"]) for unit in units)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    sys.exit(main())
