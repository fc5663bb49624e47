"""Makes rows of what the database gives, by a function that is written for the class.

A loop over columns would take as long as all of the rest, and so would a function of
Python around each function of C that reads a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from ..values.conversions import from_json, scan_json
from ..values.times import from_moment, from_utc_wall
from .statement import Rows

Row = TypeVar("Row")

Values = Sequence[Any]

#: What reads nearly every value as the decoder does; where it fails, the decoder reads.
_IN_C: dict[object, str] = {
    from_json: "scan_json({0}, 0)[0]",
    from_moment: "m if (m := moment({0})).tzinfo is utc else {1}({0})",
    from_utc_wall: "moment({0} + 'Z')",
}
_ROOM: dict[str, Any] = {
    "new": object.__new__,
    "scan_json": scan_json,
    "moment": datetime.fromisoformat,
    "utc": UTC,
}


def row_makers(
    row: type[Row],
    columns: Iterable[tuple[str, Callable[[Any], Any] | None, bool]],
    slowly: Callable[[Rows, int], Row | None],
) -> tuple[Callable[[Values], Row], Callable[[Rows, int], Row | None]]:
    """What makes a row of its values, and what makes the first one of a result.

    The values are in the order of ``columns``; of each: the name, what its values are
    decoded by, and whether NULL is as well. The second does what ``slowly`` does.
    """
    names: list[str] = []
    fast: list[str] = []
    careful: list[str] = []
    room: dict[str, Any] = {**_ROOM, "cls": row}
    for index, (name, decode, takes_null) in enumerate(columns):
        value, decoder = f"v{index}", f"d{index}"
        names.append(value)
        first = then = value
        if decode is not None:
            room[decoder] = decode
            then = f"{decoder}({value})"
            first = (
                f"({_IN_C[decode].format(value, decoder)})" if decode in _IN_C else then
            )
            if not takes_null:
                first, then = (
                    f"None if {value} is None else {x}" for x in (first, then)
                )
        fast.append(f"row.{name} = {first}")
        careful.append(f"row.{name} = {then}")
    head = f"{', '.join(names)}, = values"
    room["slowly"] = slowly
    body = "\n        ".join(["row = new(cls)", *fast, "return row"])
    again = "\n        ".join(["row = new(cls)", *careful, "return row"])
    # Its only text from outside are names of fields, which are identifiers.
    exec(  # noqa: S102
        f"def make(values):\n    {head}\n    try:\n        {body}\n"
        f"    except Exception:\n        {again}\n"
        f"def one(rows, count):\n    if not rows:\n        return None\n"
        f"    values = rows[0]\n    {head}\n    try:\n        {body}\n"
        f"    except Exception:\n        return slowly(rows, count)\n",
        room,
    )
    return room["make"], room["one"]
