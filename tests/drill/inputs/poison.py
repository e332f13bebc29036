"""Every text of the database becomes markup; no page may take any of it for its own.

The words are written into the rows themselves, past forms and use cases, so that a page is looked
at whichever way its text came. The caller undoes it.
"""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models.functions import Concat, Left
from django.test import Client

from tests.drill.inputs.crawl import crawl

POISON = "\"'><xin-chao onxin=1>{{ 7|add:7 }}"
# What the product reads and nobody: a poisoned one would not be shown, but end pages
_OF_MACHINES = re.compile(
    r"password|hash|sha256|digest|token|key|secret|session_data|backend|_type$|^code$"
)
_APPS = ("units", "plans", "reporting")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.num_injected = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [tag, *(name for name, _ in attrs)]
        self.num_injected += any(name.startswith(("xin-chao", "onxin")) for name in names)


def write() -> int:
    """Put the words before every text. Returns the number of columns that took them."""
    return sum(_written(model, field.name, field.max_length) for model, field in _columns())


def injected(clients: Iterable[Client], *, most: int) -> tuple[int, list[str]]:
    """The number of pages that `clients` reach, and what was wrong in which."""
    wrong: list[str] = []
    num_pages = num_words = 0

    def look(url: str, status: int, text: str) -> None:
        nonlocal num_pages, num_words
        page = _Page()
        page.feed(text)
        num_pages += 1
        num_words += "xin-chao" in text
        if page.num_injected or status >= 500:
            wrong.append(f"{url} answered {status}, {page.num_injected} elements")

    for client in clients:
        crawl(client, most=most, look=look)
    if num_words < num_pages / 4:
        wrong.append(f"only {num_words} of {num_pages} pages show the words")
    return num_pages, wrong


def _columns() -> Iterator[tuple[type[models.Model], models.Field]]:
    for label in _APPS:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.fields:
                is_text = isinstance(field, models.CharField | models.TextField)
                if is_text and not (
                    field.primary_key or field.choices or _OF_MACHINES.search(field.name)
                ):
                    yield model, field


def _written(model: type[models.Model], name: str, most: int | None) -> bool:
    """Whether the column took the words; one with a rule of its own for what it holds does not."""
    words = Concat(models.Value(POISON), models.F(name), output_field=models.TextField())
    try:
        with transaction.atomic():
            rows = model._base_manager.exclude(**{name: ""}).exclude(**{name: None})
            found = rows.update(**{name: Left(words, most) if most else words})
            connection.check_constraints()
    except DatabaseError:
        return False
    return found > 0
