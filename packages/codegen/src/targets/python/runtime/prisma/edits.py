"""Changes of a Python file that leave the rest of it as it is."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field


@dataclass(slots=True)
class Edits:
    """What changes in a file, and what a person has to look at."""

    source: str
    changes: list[tuple[int, int, str]] = field(
        default_factory=list[tuple[int, int, str]]
    )
    notes: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    _starts: list[int] = field(default_factory=list[int])

    def __post_init__(self) -> None:
        at = 0
        for line in self.source.splitlines(keepends=True):
            self._starts.append(at)
            at += len(line.encode())

    def start(self, node: ast.expr | ast.stmt) -> int:
        """Where it begins, in bytes."""
        return self._starts[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt) -> int:
        """Where it ends, in bytes."""
        line, column = node.end_lineno or 1, node.end_col_offset or 0
        return self._starts[line - 1] + column

    def text(self, node: ast.expr) -> str:
        """What stands there."""
        return self.source.encode()[self.start(node) : self.end(node)].decode()

    def replace(self, node: ast.expr | ast.stmt, text: str) -> None:
        """Has the text in the place of the node."""
        self.changes.append((self.start(node), self.end(node), text))

    def note(self, node: ast.expr | ast.stmt, text: str) -> None:
        """Tells a person of the line."""
        self.notes.append((node.lineno, text))

    def result(self) -> str:
        """The file with its changes."""
        data = self.source.encode()
        done = len(data)
        for start, end, text in sorted(self.changes, reverse=True):
            # A change inside of another one is made with that one, the next time.
            if end <= done:
                data = data[:start] + text.encode() + data[end:]
                done = start
        return data.decode()
