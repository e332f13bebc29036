"""Reads small texts for tests of rules."""

from datetime import date

from plans.reading import intake, reading


def read(text, names=None):
    return reading.read(intake.lines_of_text(text), names=names or {}, on=date(2026, 3, 2))


def tasks_of(found):
    return [task for group in found.groups for task in group.tasks]
