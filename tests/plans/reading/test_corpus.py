"""The labelled corpus is read as well as the goals say, clean and with noise."""

from datetime import date
from itertools import cycle

import pytest

from plans.reading import intake, reading
from tests.plans.reading import corpus, noise, scoring

DAY = date(2026, 1, 1)
GOALS = {"head": 0.95, "numbers": 0.95, "dates": 0.95, "tasks": 0.9, "leads": 0.9}
NOISY_GOAL = 0.8


def read(text: str):
    return reading.read(intake.lines_of_text(text), names={}, on=DAY)


@pytest.fixture(scope="module")
def clean():
    return [(sample, read(sample.text)) for sample in corpus.samples() if not sample.is_noisy]


def test_clean_texts_reach_the_goals(clean):
    total = scoring.total([scoring.scored(sample, found) for sample, found in clean])
    for kind, goal in GOALS.items():
        assert total[kind].precision >= goal, kind
        assert total[kind].recall >= goal, kind


def test_noisy_texts_reach_the_goal():
    counts = []
    for sample, name in zip(corpus.samples(), cycle(noise.NOISES)):
        spoilt = sample.text if sample.is_noisy else noise.NOISES[name](sample.text)
        counts.append(scoring.scored(sample, read(spoilt)))
    total = scoring.total(counts)
    for kind in scoring.KINDS:
        assert total[kind].precision >= NOISY_GOAL, kind
        assert total[kind].recall >= NOISY_GOAL, kind


def test_the_raw_passages_joined_are_the_text(clean):
    for sample, found in clean:
        assert "".join(passage.raw for passage in found.passages) == sample.text, sample.name


def test_titles_and_codes_fit_their_columns(clean):
    for _sample, found in clean:
        tasks = [task for group in found.groups for task in group.tasks]
        assert all(0 < len(task.title) <= 200 for task in tasks)
        assert all(0 < len(task.code) <= 12 for task in tasks)
        assert len({task.code for task in tasks}) == len(tasks)
        assert all(0 < len(group.code) <= 10 and len(group.label) <= 80 for group in found.groups)
