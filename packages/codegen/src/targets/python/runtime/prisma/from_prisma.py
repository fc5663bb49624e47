"""Moves Python code from Prisma Client Python to this client, where a rename does.

It changes names and leaves the rest of each file as it is. What a rename cannot do is
told with its line.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from .edits import Edits
from .prisma_words import ACTIONS, ERRORS, FILTERS, Words, input_type

#: What has no other name here, and what to do about it.
_GONE = {
    "get_metrics": "there are no metrics: count statements in on_query=",
    "create_partial": "there are no partial models: give a dataclass to into=",
    "register": "there is no registered client: pass it, or keep it in a module",
    "get_client": "there is no registered client: pass it, or keep it in a module",
    "model_dump": "rows are dataclasses: row.to_dict()",
    "model_dump_json": "rows are dataclasses: pydantic's TypeAdapter(type(row))",
}


class _Renames(ast.NodeVisitor):
    def __init__(
        self, edits: Edits, words: Words, client: str, imported: frozenset[str]
    ) -> None:
        self._edits = edits
        self._words = words
        self._client = client
        #: The names that the file has from Prisma Client Python.
        self._theirs = imported

    def visit_Import(self, node: ast.Import) -> None:
        for name in node.names:
            if name.name.split(".")[0] == "prisma":
                self._edits.note(
                    node, f"import what is used from {self._words.package}"
                )

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.level or (node.module or "").split(".")[0] != "prisma":
            return
        place = (node.module or "").partition(".")[2]
        modules: dict[str, list[str]] = {}
        for alias in node.names:
            found = self._imported(node, place, alias.name)
            if found is not None:
                module, name = found
                renamed = f"{name} as {alias.asname}" if alias.asname else name
                names = modules.setdefault(module, [])
                if renamed not in names:
                    names.append(renamed)
        indent = " " * node.col_offset
        lines = [
            f"from {module} import {', '.join(names)}"
            for module, names in modules.items()
        ]
        # The values that were wrapped need no import.
        nothing = "pass" if indent else ""
        self._edits.replace(node, f"\n{indent}".join(lines) or nothing)

    def _imported(
        self, node: ast.ImportFrom, place: str, name: str
    ) -> tuple[str, str] | None:
        package = self._words.package
        if name in ("Json", "Base64"):
            return None
        if name == "Prisma":
            return package, self._client
        if place in ("models", "enums"):
            return f"{package}.{place}", name
        if place == "errors":
            return package, ERRORS.get(name, name)
        if place == "types":
            known = input_type(name)
            if known is None:
                self._edits.note(node, f"{name}: look for it in {package}.inputs")
            return f"{package}.inputs", known or name
        if place == "" and name in ("models", "enums"):
            return package, name
        self._edits.note(node, f"{name} of prisma.{place} is not here")
        return package, name

    def visit_Name(self, node: ast.Name) -> None:
        if node.id not in self._theirs:
            return
        known = {"Prisma": self._client, **ERRORS}.get(node.id)
        renamed = known or input_type(node.id)
        if renamed is not None:
            self._edits.replace(node, renamed)

    def visit_Call(self, node: ast.Call) -> None:
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else None
        owner = function.value if isinstance(function, ast.Attribute) else None
        wrapped = (
            function.id
            if isinstance(function, ast.Name)
            else f"{owner.id}.{name}"
            if isinstance(owner, ast.Name)
            else ""
        )
        if wrapped in ("Json", "Base64.encode") and len(node.args) == 1:
            self._edits.replace(node, self._edits.text(node.args[0]))
            return
        if wrapped == "Json.keys":
            self._edits.replace(node, f"dict({self._arguments(node)})")
            return
        if name == "prisma" and isinstance(owner, ast.Name):
            self._model_call(node, owner)
            return
        if name in ("query_raw", "query_first", "execute_raw") and node.args:
            self._raw(node)
        elif name in ACTIONS:
            self._action(node)
        if name in _GONE:
            self._edits.note(node, f"{name}: {_GONE[name]}")
        self.generic_visit(node)

    def _arguments(self, node: ast.Call) -> str:
        return ", ".join(
            self._edits.text(keyword.value)
            if keyword.arg is None
            else f"{keyword.arg}={self._edits.text(keyword.value)}"
            for keyword in node.keywords
        )

    def _model_call(self, node: ast.Call, owner: ast.Name) -> None:
        accessor = self._words.accessor_of_class.get(owner.id)
        if accessor is None:
            self._edits.note(node, f"{owner.id}.prisma(): no model of this schema")
            return
        client = self._edits.text(node.args[0]) if node.args else "db"
        self._edits.replace(node, f"{client}.{accessor}")
        if not node.args:
            self._edits.note(node, "db has to be a client here")

    def _action(self, node: ast.Call) -> None:
        for keyword in node.keywords:
            value = keyword.value
            if keyword.arg == "order":
                self._rename(keyword, "order_by")
            parts = _entries(value) if keyword.arg == "data" else None
            if parts is not None and parts.keys() == {"create", "update"}:
                text = ", ".join(
                    f"{name}={self._edits.text(part)}" for name, part in parts.items()
                )
                start = self._edits.start(value) - len("data=")
                self._edits.changes.append((start, self._edits.end(value), text))

    def _rename(self, keyword: ast.keyword, name: str) -> None:
        """Another name for an argument, which stands right before its value."""
        end = self._edits.start(keyword.value) - len("=")
        start = end - len(keyword.arg or "")
        if self._edits.source.encode()[start:end].decode() == keyword.arg:
            self._edits.changes.append((start, end, name))

    def _places(self, query: ast.expr, has_params: bool) -> None:
        """`$1` of a query is `%s`, where each place stands once and in its order."""
        if not has_params or not isinstance(query, ast.Constant):
            return
        text = self._edits.text(query)
        places = re.findall(r"\$\d+", text)
        if places == [f"${number}" for number in range(1, len(places) + 1)]:
            if places:
                with_places = re.sub(r"\$\d+", "%s", text.replace("%", "%%"))
                self._edits.replace(query, with_places)
        else:
            self._edits.note(query, "write %(name)s for $1, and give a dict")

    def _raw(self, node: ast.Call) -> None:
        self._places(node.args[0], len(node.args) > 1)
        if len(node.args) > 1:
            first, last = node.args[1], node.args[-1]
            if len(node.args) > 2 or not isinstance(first, (ast.List, ast.Dict)):
                inner = ", ".join(self._edits.text(one) for one in node.args[1:])
                self._edits.changes.append(
                    (self._edits.start(first), self._edits.end(last), f"[{inner}]")
                )
        for keyword in node.keywords:
            if keyword.arg == "model":
                self._rename(keyword, "into")

    def visit_Attribute(self, node: ast.Attribute) -> None:
        renamed = self._attribute(node)
        if renamed is not None and renamed != node.attr:
            end = self._edits.end(node)
            start = end - len(node.attr.encode())
            self._edits.changes.append((start, end, renamed))
        self.generic_visit(node)

    def _attribute(self, node: ast.Attribute) -> str | None:
        owner = node.value
        if isinstance(owner, ast.Name) and owner.id in self._words.members:
            return self._words.members[owner.id].get(node.attr)
        if node.attr in ACTIONS and isinstance(owner, ast.Attribute):
            accessor = self._words.accessors.get(owner.attr.replace("_", ""))
            if accessor is not None and accessor != owner.attr:
                end = self._edits.end(owner)
                start = end - len(owner.attr.encode())
                self._edits.changes.append((start, end, accessor))
        return self._words.field(node.attr)

    def visit_Dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
                continue
            if isinstance(value, ast.Dict) and self._words.is_compound(key.value):
                self._flatten(key, value)
                continue
            renamed = FILTERS.get(key.value) or self._words.field(key.value)
            if renamed != key.value:
                quote = self._edits.text(key)[-1]
                self._edits.replace(key, f"{quote}{renamed}{quote}")
        self.generic_visit(node)

    def _flatten(self, key: ast.expr, value: ast.Dict) -> None:
        """A key of several fields is those fields: the braces around them go."""
        self._edits.changes.append(
            (self._edits.start(key), self._edits.start(value) + 1, "")
        )
        data = self._edits.source.encode()
        end = self._edits.end(value)
        inner = data[: end - 1].rstrip()
        begin = len(inner) - 1 if inner.endswith(b",") else end - 1
        self._edits.changes.append((begin, end, ""))


def _entries(value: ast.expr) -> dict[str, ast.expr] | None:
    """The values of a dict that is written out, by key."""
    if not isinstance(value, ast.Dict):
        return None
    entries = {
        key.value: one
        for key, one in zip(value.keys, value.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }
    return entries if len(entries) == len(value.keys) else None


def convert(
    source: str, words: Words, client: str
) -> tuple[str, list[tuple[int, str]]]:
    """The file for this client, and the lines that a person has to look at."""
    notes: list[tuple[int, str]] = []
    imported = frozenset(
        alias.asname or alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("prisma")
        for alias in node.names
    )
    # A change may stand inside of another one: once more, until nothing changes.
    for _ in range(10):
        edits = Edits(source)
        _Renames(edits, words, client, imported).visit(ast.parse(source))
        notes = notes or edits.notes
        changed = edits.result()
        if changed == source:
            break
        source = changed
    return source, notes


def _files(paths: Sequence[str]) -> Iterator[Path]:
    for path in map(Path, paths):
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def main(words: Words, arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog=f"python -m {words.package}.from_prisma",
        description="Moves Python code from Prisma Client Python to this client.",
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file or a folder")
    parser.add_argument(
        "--diff", action="store_true", help="show what would change, and change nothing"
    )
    options = parser.parse_args(arguments)
    count = 0
    for path in _files(options.paths):
        source = path.read_text(encoding="utf-8")
        if "prisma" not in source and "Prisma" not in source:
            continue
        client = "AsyncClient" if "await " in source else "Client"
        changed, notes = convert(source, words, client)
        if changed != source:
            count += 1
            if options.diff:
                lines = (source.splitlines(True), changed.splitlines(True))
                sys.stdout.writelines(
                    difflib.unified_diff(*lines, str(path), str(path))
                )
            else:
                path.write_text(changed, encoding="utf-8")
        for line, note in notes:
            print(f"{path}:{line}: {note}", file=sys.stderr)
    print(
        f"{count} files {'would change' if options.diff else 'changed'}",
        file=sys.stderr,
    )
    return 0
