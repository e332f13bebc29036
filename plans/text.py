"""Text of a plan for display: paragraphs of runs, marked corrections, separate footnotes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from plans.models import Correction, Passage, PassageKind, Plan, Task, TaskGroup


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
    """The plan's paragraphs in order, page breaks joined (three queries, one without a text)."""
    # The raw text is as long as the plan and not needed here
    passages = list(plan.passages.exclude(printed="").defer("raw").order_by("position"))
    if not passages:
        return []
    corrections, task_ids = defaultdict(list), defaultdict(list)
    for correction in Correction.objects.filter(passage__plan=plan).order_by("pk"):
        corrections[correction.passage_id].append(correction)
    links = Passage.tasks.through.objects.filter(passage__plan=plan)
    in_plan_order = ("task__group__position", "task__position", "pk")
    for passage_id, task_id in links.order_by(*in_plan_order).values_list("passage", "task"):
        task_ids[passage_id].append(task_id)
    paragraphs: list[SourceParagraph] = []
    block = None
    for passage in passages:
        if not paragraphs or passage.block != block:
            block = passage.block
            paragraphs.append(_paragraph(passage))
        run = SourceRun(
            pieces=tuple(pieces_of(passage.printed, corrections[passage.pk])),
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


def pieces_of(printed: str, corrections: Iterable[Correction]) -> Iterator[Piece]:
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


def paragraphs_of_tasks(task_ids: Collection[int]) -> list[SourceParagraph]:
    """Tasks that no passage has, below the headings of their groups (one query)."""
    tasks = Task.objects.filter(pk__in=task_ids).select_related("group").in_plan_order()
    paragraphs = []
    group = None
    for task in tasks.only("code", "text", "group"):
        if task.group != group:
            group = task.group
            paragraphs.append(_composed(PassageKind.GROUP_HEADING, _with_code(group)))
        text = task.text if task.text.startswith(task.code) else f"{task.code}. {task.text}"
        paragraphs.append(_composed(PassageKind.BODY, text, task_ids=(task.pk,)))
    return paragraphs


def paragraphs_of_facts(plan: Plan) -> list[SourceParagraph]:
    """What is known of the text of a plan that was not taken from its document (no query)."""
    parts = (("", plan.basis), ("Mục đích", plan.purposes), ("Yêu cầu", plan.requirements))
    paragraphs = []
    for heading, text in parts:
        if heading and text:
            paragraphs.append(_composed(PassageKind.GROUP_HEADING, heading))
        for line in filter(None, map(str.strip, text.splitlines())):
            paragraphs.append(_composed(PassageKind.BODY, line))
    return paragraphs


def _composed(kind: PassageKind, text: str, task_ids: tuple[int, ...] = ()) -> SourceParagraph:
    run = SourceRun(pieces=(Piece(text),), style="", task_ids=task_ids)
    return SourceParagraph(kind=kind, group_id=None, runs=[run])


def _with_code(group: TaskGroup) -> str:
    is_numbered = group.heading.startswith(group.code)
    return group.heading if is_numbered else f"{group.code}. {group.heading}"


def raw_text(plan: Plan) -> str:
    """The source text, byte for byte: the raw runs joined."""
    return "".join(plan.passages.order_by("position").values_list("raw", flat=True))
