"""Makes rows of what the database gives, by a function that is written for the class.

A loop over columns would take as long as all of the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

Row = TypeVar("Row")

Values = Sequence[Any]


def row_maker(
    row: type[Row], columns: Iterable[tuple[str, Callable[[Any], Any] | None, bool]]
) -> Callable[[Values], Row]:
    """Makes one row of its values, which are in the order of ``columns``.

    Of each: the name, what its values are decoded by, and whether NULL is as well.
    """
    names: list[str] = []
    lines: list[str] = []
    decoders: dict[str, Any] = {}
    for index, (name, decode, takes_null) in enumerate(columns):
        value = f"v{index}"
        names.append(value)
        if decode is not None:
            decoders[f"d{index}"] = decode
            decoded = f"d{index}({value})"
            value = decoded if takes_null else f"None if {value} is None else {decoded}"
        lines.append(f"    row.{name} = {value}")
    text = "\n".join(
        [
            "def make(values):",
            f"    {', '.join(names)}, = values",
            "    row = new(cls)",
            *lines,
            "    return row",
        ]
    )
    room: dict[str, Any] = {**decoders, "new": object.__new__, "cls": row}
    # Its only text from outside are names of fields, which are identifiers.
    exec(text, room)  # noqa: S102
    made: Callable[[Values], Row] = room["make"]
    return made
