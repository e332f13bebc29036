"""The glossary and the map of README.md fit the models, the folders and the files."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.apps import apps

from tests.product import ROOT


class Term(NamedTuple):
    vietnamese: str
    noun: str
    models: list[str]
    folders: list[str]


def _glossary() -> list[Term]:
    table = [line for line in _section("Glossary").splitlines() if line.startswith("|")]
    return [_term(line) for line in table[2:]]  # below the heading and its rule


def _section(heading: str) -> str:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return text.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def _term(line: str) -> Term:
    vietnamese, noun, models, folders = (cell.strip() for cell in line.strip("|").split("|"))
    return Term(vietnamese, noun, _quoted(models), _quoted(folders))


def _quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def _models() -> set[str]:
    return {
        model.__name__
        for app in ("units", "plans", "reporting")
        for model in apps.get_app_config(app).get_models()
    }


def test_every_model_is_in_the_glossary():
    assert {model for term in _glossary() for model in term.models} == _models()


def test_every_folder_of_the_glossary_exists():
    folders = [folder for term in _glossary() for folder in term.folders]

    assert [folder for folder in folders if not (ROOT / folder).is_dir()] == []


def test_every_term_has_a_folder_and_is_named_once():
    terms = _glossary()
    nouns = [term.noun for term in terms]

    assert all(term.vietnamese and term.noun and term.folders for term in terms)
    assert len(set(nouns)) == len(nouns)
    assert len({term.vietnamese for term in terms}) == len(terms)


def test_every_path_on_the_map_exists():
    section = _section("Map of the code")

    paths = [path for line in section.splitlines() for path in _paths(line)]

    assert [path for path in paths if not path.exists()] == []


def _paths(line: str) -> Iterator[Path]:
    """Quoted files and folders; one without a folder lies beside the one before it."""
    beside = ROOT
    for quoted in _quoted(line):
        if re.fullmatch(r"[\w./-]+(/|\.\w+)", quoted):
            top = quoted.split("/")[0]
            path = ROOT / quoted if (ROOT / top).exists() else beside / quoted
            beside = path.parent
            yield path
