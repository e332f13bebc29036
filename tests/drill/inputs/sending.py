"""Bad inputs for every form and address that people of each role reach, and for the parsers."""

import random
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.drill.inputs import parsers
from tests.drill.inputs.attempt import Findings, request
from tests.drill.inputs.crawl import Found, crawl, query_of
from tests.drill.inputs.values import bytes_mutated, mutated, one
from tests.reporting.evidence.uploads import docx, image, pdf, xlsx

BACKEND = "django.contrib.auth.backends.ModelBackend"
METHODS = ("get", "post", "put", "delete", "head", "options")
NUMBERS = (0, 1, 2, 3, 2**31, 2**63 - 1, 2**63, 10**30)
# Of the inputs so many parts go to forms, addresses, queries and parsers
PARTS = (6, 2, 1, 1)


class Sender:
    """Sends until `num_inputs` are sent, or the time is over."""

    def __init__(self, people: Mapping[str, Any], *, seed: int, seconds: float = 1e9) -> None:
        self.chance = random.Random(seed)
        self.ends_at = time.monotonic() + seconds
        self.clients = {name: _client(person) for name, person in people.items()}
        self.found: dict[str, Found] = {}

    def look_around(self, *, starts: Iterable[str] = ("/",), most: int = 400) -> None:
        for name, client in self.clients.items():
            self.found[name] = Found()
            for start in starts:
                found = crawl(client, start=start, most=most)
                self.found[name].forms += found.forms
                for address, urls in found.addresses.items():
                    self.found[name].addresses.setdefault(address, []).extend(urls)

    def send(self, num_inputs: int) -> Findings:
        findings = Findings()
        senders = (self._to_form, self._to_address, self._to_query)
        weights = PARTS[: len(senders)]
        num_parsed = num_inputs * PARTS[-1] // sum(PARTS)
        while findings.num_inputs < num_inputs - num_parsed and time.monotonic() < self.ends_at:
            [send] = self.chance.choices(senders, weights)
            send(findings)
        parsed = parsers.send(num_parsed, self.chance)
        findings.num_inputs += parsed.num_inputs
        findings.errors += parsed.errors
        findings.addresses |= parsed.addresses
        return findings

    def _to_form(self, findings: Findings) -> None:
        """A form of a person, changed; in a quarter of the cases sent by another person."""
        owner = self.chance.choice(sorted(self.found))
        forms = self.found[owner].forms
        if not forms:
            return
        form = self.chance.choice(forms)
        sender = self.chance.choice(sorted(self.clients)) if self.chance.random() < 0.25 else owner
        fields = mutated(form.fields, self.chance)
        for name, values in form.fields.items():
            if any(isinstance(value, SimpleUploadedFile) for value in values):
                fields[name] = [self._file()]
        self._send(findings, sender, form.method, form.action, fields)

    def _to_address(self, findings: Findings) -> None:
        """An address with numbers that no row has, by any method."""
        name, num_numbers = self.chance.choice(_addresses())
        args = [self.chance.choice(NUMBERS) for _ in range(num_numbers)]
        try:
            url = reverse(name, args=args)
        except Exception:
            url = "/" + one(self.chance).encode("utf-8", "replace").decode()[:200]
        method = self.chance.choice(METHODS)
        fields = {"a": [one(self.chance)]} if method in ("get", "post") else {}
        self._send(findings, self.chance.choice(sorted(self.clients)), method, url, fields)

    def _to_query(self, findings: Findings) -> None:
        who = self.chance.choice(sorted(self.found))
        addresses = self.found[who].addresses
        if not addresses:
            return
        url = self.chance.choice(addresses[self.chance.choice(sorted(addresses))])
        known = query_of(url) or {"q": [""], "page": ["1"], "period": [""], "on": [""]}
        self._send(findings, who, "get", url.partition("?")[0], mutated(known, self.chance))

    def _send(
        self, findings: Findings, who: str, method: str, url: str, fields: dict[str, list[Any]]
    ) -> None:
        is_fragment = self.chance.random() < 0.3
        seen = request(self.clients[who], method, url, fields, is_fragment=is_fragment)
        findings.add(f"{who} {method} {url} {_shown(fields)}", seen)

    def _file(self) -> SimpleUploadedFile:
        make: Callable[[], bytes]
        name, make = self.chance.choice(
            [
                ("a.docx", lambda: docx("Kế hoạch")),
                ("a.xlsx", lambda: xlsx("Số liệu")),
                ("a.pdf", pdf),
                ("a.png", lambda: image("PNG")),
                ("MẬT.jpg", lambda: image("JPEG")),
            ]
        )
        content = make() if self.chance.random() < 0.5 else bytes_mutated(make(), self.chance)
        return SimpleUploadedFile(name, content)


def _client(person: Any) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person, backend=BACKEND)
    return client


def _addresses() -> list[tuple[str, int]]:
    """Every named address with how many arguments it takes."""
    return sorted(_named(get_resolver().url_patterns))


def _named(
    patterns: Iterable[URLPattern | URLResolver], prefix: str = "", num_before: int = 0
) -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    for pattern in patterns:
        num = num_before + len(pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            found |= _named(pattern.url_patterns, space, num)
        elif pattern.name and not pattern.name.endswith("log-out"):
            found.add((f"{prefix}{pattern.name}", num))
    return found


def _shown(fields: Mapping[str, list[Any]]) -> str:
    words = {name: [str(value)[:40] for value in values] for name, values in fields.items()}
    return repr(words)[:600]
