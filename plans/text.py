"""Text of a plan for display: paragraphs of runs, marked corrections, separate footnotes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from plans.models import Correction, Passage, PassageKind, Plan


@dataclass(frozen=True)
class Piece:
    """Some words of a run. `printed` is the misprint, if `words` are its correction."""

    words: str
    printed: str = ""
    note: str = ""


@dataclass(frozen=True)
class SourceRun:
    """Words of one style that belong to the same tasks (mostly one, often none)."""

    pieces: tuple[Piece, ...]
    style: str
    task_ids: tuple[int, ...]


@dataclass
class SourceParagraph:
    """One printed paragraph."""

    kind: PassageKind
    group_id: int | None
    runs: list[SourceRun] = field(default_factory=list)
    footnote_mark: str = ""

    @property
    def task_ids(self) -> list[int]:
        """Tasks of this paragraph in the order of the text, without duplicates."""
        return list(dict.fromkeys(pk for run in self.runs for pk in run.task_ids))


def paragraphs_of(plan: Plan) -> list[SourceParagraph]:
    """The plan's paragraphs in order, page breaks joined (three queries)."""
    corrections, task_ids = defaultdict(list), defaultdict(list)
    for correction in Correction.objects.filter(passage__plan=plan).order_by("pk"):
        corrections[correction.passage_id].append(correction)
    links = Passage.tasks.through.objects.filter(passage__plan=plan)
    in_plan_order = ("task__group__position", "task__position", "pk")
    for passage_id, task_id in links.order_by(*in_plan_order).values_list("passage", "task"):
        task_ids[passage_id].append(task_id)
    paragraphs: list[SourceParagraph] = []
    block = None
    # The raw text is as long as the plan and not needed here
    for passage in plan.passages.exclude(printed="").defer("raw").order_by("position"):
        if not paragraphs or passage.block != block:
            block = passage.block
            paragraphs.append(_paragraph(passage))
        run = SourceRun(
            pieces=tuple(_pieces(passage.printed, corrections[passage.pk])),
            style=passage.style,
            task_ids=tuple(task_ids[passage.pk]),
        )
        paragraphs[-1].runs.append(run)
    return paragraphs


def _paragraph(passage: Passage) -> SourceParagraph:
    """An empty paragraph that begins with `passage`."""
    # A numbered paragraph of section III is body that begins with its number.
    kind = PassageKind(passage.kind)
    return SourceParagraph(
        kind=PassageKind.BODY if kind == PassageKind.NUMBERING else kind,
        group_id=passage.group_id,
        footnote_mark=passage.footnote_mark,
    )


def _pieces(printed: str, corrections: Iterable[Correction]) -> Iterator[Piece]:
    """The words in order; of two overlapping corrections the earlier in the text wins."""
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
