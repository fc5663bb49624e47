"""The stubs say of each method what the run time has."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import org_db_client
import pytest
from org_db_client._runtime import actions

PACKAGE = Path(org_db_client.__file__).parent
CAPABILITIES = ["View", "KeyedView", "Updatable", "Model"]


def classes(path: str) -> dict[str, ast.ClassDef]:
    tree = ast.parse((PACKAGE / path).read_text())
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


STUBS = classes("actions.pyi")
SHAPES = classes("_runtime/shapes.py")


def name_of(node: ast.expr) -> str:
    """`Find` of `_shapes.Find[...]`."""
    if isinstance(node, ast.Subscript):
        return name_of(node.value)
    return node.attr if isinstance(node, ast.Attribute) else ast.unparse(node)


def keys(name: str) -> Iterator[str]:
    """The keys of a TypedDict with those of its bases."""
    found = STUBS.get(name) or SHAPES.get(name)
    if found is None:
        return
    for base in found.bases:
        yield from keys(name_of(base))
    for line in found.body:
        if isinstance(line, ast.AnnAssign):
            yield ast.unparse(line.target)


def parameters(method: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    given = [*method.args.args[1:], *method.args.kwonlyargs]
    names = {argument.arg for argument in given}
    if method.args.kwarg is not None:
        unpacked = method.args.kwarg.annotation
        # That of a base class only says what a method is for.
        if isinstance(unpacked, ast.Subscript):
            names.update(keys(name_of(unpacked.slice)))
    return names


def methods(name: str) -> dict[str, list[set[str]]]:
    """The parameters of every method that a class of the stub has or inherits.

    A set for each way to call it.
    """
    found: dict[str, list[set[str]]] = {}
    for base in STUBS[name].bases:
        if name_of(base) in STUBS:
            found.update(methods(name_of(base)))
    own: dict[str, list[set[str]]] = {}
    for line in STUBS[name].body:
        if isinstance(line, ast.FunctionDef | ast.AsyncFunctionDef):
            own.setdefault(line.name, []).append(parameters(line))
    return found | own


def at_run_time(capability: str) -> dict[str, set[str]]:
    owner = getattr(actions, f"{capability}Actions")
    return {
        name: {
            parameter.name
            for parameter in inspect.signature(method).parameters.values()
            if parameter.kind is not parameter.VAR_KEYWORD
        }
        - {"self"}
        for name, method in inspect.getmembers(owner, inspect.isfunction)
        if not name.startswith("_")
    }


@pytest.mark.parametrize("colour", ["Sync", "Async", "Batch"])
def test_a_model_has_the_methods_and_parameters_of_the_run_time(colour: str) -> None:
    relations = {"author", "reviewer", "comments", "tags"}
    stub = methods(f"_Post{colour}")
    del stub["fields"]
    run_time = at_run_time("Model")
    if colour == "Batch":
        # What it reads is there in the end.
        del run_time["stream"]
    assert stub.keys() == run_time.keys()
    for name, expected in run_time.items():
        takes_relations = "include" in expected
        all_of_it = expected | (relations if takes_relations else set())
        assert set().union(*stub[name]) == all_of_it, name
        # What one way lacks is what another one is for.
        others = {"select", "into", "data", "create", "update"}
        assert all_of_it - stub[name][0] <= others, name


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_each_capability_has_its_own_methods(capability: str) -> None:
    stub = methods(f"_Sync{capability}") | methods("_Loads")
    assert stub.keys() - {"fields"} == at_run_time(capability).keys()
