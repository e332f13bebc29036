"""The modules of the product, parsed once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGES = ("tracker", "units", "plans", "reporting")


class Module(NamedTuple):
    """`name` is dotted; a package bears its own name, without `__init__`."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"

    @property
    def is_demo(self) -> bool:
        return "demo" in self.path.relative_to(ROOT).parts


@cache
def modules() -> dict[str, Module]:
    """All modules by name, apart from migrations."""
    return {module.name: module for package in PACKAGES for module in _below(ROOT / package)}


def _below(folder: Path) -> Iterator[Module]:
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "migrations" not in parts:
            name = ".".join(parts).removesuffix(".__init__")
            text = path.read_text(encoding="utf-8")
            yield Module(name, path, text, ast.parse(text))
