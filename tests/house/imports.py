"""The directions of imports: circles, and what the contracts of import-linter leave out."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.house.figure import Figure
from tests.house.modules import ROOT, Module, modules

Graph = dict[str, set[str]]


def figures() -> Iterator[Figure]:
    yield Figure.of("circles of imports", map(", ".join, circles(graph())))
    yield Figure.of("ignored imports", ignored_imports())
    yield Figure.of("modules outside every layer", outside_layers())


@cache
def graph() -> Graph:
    """The modules that each module imports, anywhere in its text."""
    names = modules()
    return {
        name: {imported for imported in _imported(module) if imported in names and imported != name}
        for name, module in names.items()
    }


def circles(edges: Graph) -> list[list[str]]:
    """Groups of modules of which each leads to all others of its group."""
    reached = {name: _reached(name, edges) for name in edges}
    groups = {
        frozenset({name, *(other for other in reached[name] if name in reached[other])})
        for name in edges
        if name in reached[name]
    }
    return sorted(sorted(group) for group in groups)


def ignored_imports() -> list[str]:
    return [line for contract in _contracts() for line in contract.get("ignore_imports", [])]


def outside_layers() -> list[str]:
    """Modules beside those that stand in layers, that no layer names; excused ones included."""
    layered: set[str] = set()
    for contract in _contracts():
        names = [name for row in contract.get("layers", []) for name in re.findall(r"[\w.]+", row)]
        for container in contract.get("containers", [""]):
            layered |= {f"{container}.{name}".lstrip(".") for name in names}
    parents = {name.rpartition(".")[0] for name in layered} - {""}
    beside = {child for parent in parents for child in _children(parent)}
    # Django finds `apps`; nothing imports it
    return sorted(name for name in beside - layered if not name.endswith(".apps"))


def _children(package: str) -> set[str]:
    return {name for name in modules() if name.rpartition(".")[0] == package}


@cache
def _contracts() -> list[dict[str, Any]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return contracts


def _imported(module: Module) -> Iterator[str]:
    """The longest names; `from a import b` gives `a.b` where that is a module, and else `a`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(module, node)
            for alias in node.names:
                name = f"{origin}.{alias.name}"
                yield name if name in modules() else origin


def _origin(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    depth = node.level - module.is_package
    package = module.name.split(".")
    base = package[: len(package) - depth]
    return ".".join([*base, *([node.module] if node.module else [])])


def _reached(start: str, edges: Graph) -> set[str]:
    """All that `start` leads to in at least one step."""
    seen: set[str] = set()
    waiting = [*edges[start]]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += edges[name]
    return seen
