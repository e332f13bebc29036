"""Finds the forms and addresses that a person reaches, by following links from the first page."""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import Resolver404, resolve

START = "/"
# Of each address so many pages are read, with other objects
PAGES_PER_ADDRESS = 2


@dataclass
class Form:
    method: str
    action: str
    fields: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[str, str, tuple[str, ...]]:
        """Equal for forms with the same address and the same kinds of names."""
        names = {"".join("#" if sign.isdigit() else sign for sign in name) for name in self.fields}
        return (self.method, name_of(self.action), tuple(sorted(names)))


@dataclass
class Found:
    """What a person reaches; `addresses` are paths with their query by name."""

    forms: list[Form] = field(default_factory=list)
    addresses: dict[str, list[str]] = field(default_factory=dict)


class _Page(HTMLParser):
    """Links and forms of a page; fields of a form keep the values they were served with."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.links, self.forms = url, [], []
        self.form: Form | None = None
        self.by_id: dict[str, Form] = {}
        self.area = self.choice = ""
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        for name in ("href", "hx-get", "data-url"):
            if known.get(name):
                self.links.append(urljoin(self.url, known[name]))
        if tag == "form":
            action = urljoin(self.url, known.get("action") or self.url)
            self.form = Form(known.get("method", "get").lower(), action)
            self.forms.append(self.form)
            self.by_id[known.get("id", "")] = self.form
        elif tag == "button" and known.get("formaction") and self.form:
            other = Form("post", urljoin(self.url, known["formaction"]), self.form.fields)
            self.forms.append(other)
        form = self.by_id.get(known["form"]) if "form" in known else self.form
        if form and known.get("name") and tag in ("input", "textarea", "select", "button"):
            self._add(form, tag, known)
        if tag == "option" and self.choice and self.form and known.get("value"):
            chosen = self.form.fields[self.choice]
            self.form.fields[self.choice] = (
                chosen if chosen[0] and "selected" not in known else [known["value"]]
            )

    def _add(self, form: Form, tag: str, known: dict[str, str]) -> None:
        name, kind = known["name"], known.get("type", "")
        if kind == "file":
            form.fields[name] = [SimpleUploadedFile("a.pdf", b"%PDF-1.7")]
        elif kind not in ("radio", "checkbox") or "checked" in known or name not in form.fields:
            form.fields[name] = [known.get("value", "on" if kind == "checkbox" else "")]
        self.choice = name if tag == "select" else self.choice
        self.area = name if tag == "textarea" else ""

    def handle_data(self, data: str) -> None:
        if self.area and self.form:
            self.form.fields[self.area] = [data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        if tag == "select":
            self.choice = ""
        if tag == "textarea":
            self.area = ""


def name_of(url: str) -> str:
    """The name of the address; empty for one that is not ours."""
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return ""


def crawl(
    client: Client,
    *,
    start: str = START,
    most: int = 400,
    look: Callable[[str, int, str], None] = lambda url, status, text: None,
) -> Found:
    """Read pages from `start` on, at most PAGES_PER_ADDRESS of each address.

    `look` gets address, status and text of each page.
    """
    found, seen_shapes = Found(), set()
    num_read: Counter[str] = Counter()
    waiting, known = deque([start]), {start}
    while waiting and sum(num_read.values()) < most:
        url = waiting.popleft()
        name = name_of(url)
        if not name or name.endswith("log-out") or num_read[name] >= PAGES_PER_ADDRESS:
            continue
        num_read[name] += 1
        found.addresses.setdefault(name, []).append(url)
        response = client.get(url)
        if response.status_code in (301, 302):
            waiting.append(response.url)
        if response.streaming or "html" not in response.headers.get("Content-Type", ""):
            continue
        page, text = _Page(url), response.content.decode()
        look(url, response.status_code, text)
        page.feed(text)
        for link in page.links:
            parts = urlsplit(link)
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            if not parts.netloc and not path.startswith("/static/") and path not in known:
                known.add(path)
                waiting.append(path)
        for form in page.forms:
            if form.shape not in seen_shapes and name_of(form.action):
                seen_shapes.add(form.shape)
                found.forms.append(form)
    return found


def query_of(url: str) -> dict[str, list[Any]]:
    query: dict[str, list[Any]] = {}
    for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True):
        query.setdefault(name, []).append(value)
    return query
