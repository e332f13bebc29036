"""The plan's text for reading: paragraphs of runs, corrections marked, footnotes apart."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Prefetch

from plans.models import Correction, Passage, PassageKind, Plan, Task


@dataclass(frozen=True)
class Piece:
    """Some words of a run. `printed` holds the misprint where `words` are a correction of it."""

    words: str
    printed: str = ""
    note: str = ""


@dataclass(frozen=True)
class Run:
    """Words of one style that serve the same tasks (often none, mostly one)."""

    pieces: tuple[Piece, ...]
    style: str
    task_ids: tuple[int, ...]


@dataclass
class Paragraph:
    """One printed paragraph."""

    kind: PassageKind
    group_id: int | None
    runs: list[Run] = field(default_factory=list)
    footnote_mark: str = ""

    @property
    def task_ids(self) -> list[int]:
        """The tasks told of here, in the order of the text, each once."""
        return list(dict.fromkeys(pk for run in self.runs for pk in run.task_ids))


def paragraphs_of(plan: Plan) -> list[Paragraph]:
    """The plan's paragraphs in order, page breaks joined (three queries)."""
    tasks = Prefetch("tasks", Task.objects.in_plan_order())
    passages = plan.passages.prefetch_related("corrections", tasks).order_by("position")
    return list(_paragraphs(passages))


def _paragraphs(passages: Iterable[Passage]) -> Iterator[Paragraph]:
    paragraph: Paragraph | None = None
    block = None
    for passage in passages:
        if not passage.printed:
            continue
        if paragraph is None or passage.block != block:
            if paragraph is not None:
                yield paragraph
            block = passage.block
            # A numbered paragraph of section III is body that begins with its number.
            kind = PassageKind(passage.kind)
            paragraph = Paragraph(
                kind=PassageKind.BODY if kind == PassageKind.NUMBERING else kind,
                group_id=passage.group_id,
                footnote_mark=passage.footnote_mark,
            )
        paragraph.runs.append(_run(passage))
    if paragraph is not None:
        yield paragraph


def _run(passage: Passage) -> Run:
    return Run(
        pieces=tuple(_pieces(passage.printed, passage.corrections.all())),
        style=passage.style,
        task_ids=tuple(task.pk for task in passage.tasks.all()),
    )


def _pieces(printed: str, corrections: Iterable[Correction]) -> Iterator[Piece]:
    """The words in order; of two corrections that share words the earlier in the text stands."""
    rest = printed
    for correction in sorted(corrections, key=lambda each: printed.find(each.printed_words)):
        before, found, after = rest.partition(correction.printed_words)
        if found:
            if before:
                yield Piece(before)
            yield Piece(correction.corrected_words, printed=found, note=correction.note)
            rest = after
    if rest:
        yield Piece(rest)


def raw_text(plan: Plan) -> str:
    """The source text, byte for byte: the raw runs joined."""
    return "".join(plan.passages.order_by("position").values_list("raw", flat=True))
