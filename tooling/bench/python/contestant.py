"""What is asked of everyone who takes part, and the rows that are written."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

COLUMNS = (
    "id",
    "slug",
    "name",
    "note",
    "rating",
    "score",
    "price",
    "is_active",
    "details",
    "created_at",
)
#: What is written: the id is the database's.
WRITTEN = COLUMNS[1:]
ITEMS = 1_000
BULK = 10_000
SINCE = datetime.datetime(2026, 1, 1, 2, tzinfo=datetime.UTC)

#: Does it once, for the turn of that number, and gives what it found.
Work = Callable[[int], object]
AsyncWork = Callable[[int], Awaitable[object]]


@dataclass(slots=True)
class Contestant:
    """One way to do what the cases ask for. What it cannot do is missing."""

    name: str
    works: dict[str, Work] = field(default_factory=dict)
    async_works: dict[str, AsyncWork] = field(default_factory=dict)
    #: Wraps a value for a column of Json.
    json: Callable[[Any], Any] = lambda value: value


_numbers = itertools.count(1)


def fresh_slug() -> str:
    """One that no row has."""
    return f"fresh-{next(_numbers)}"


def key_of(turn: int) -> int:
    """The id of an item, another one each time."""
    return turn * 7 % ITEMS + 1


def new_row(slug: str, json: Callable[[Any], Any]) -> dict[str, Any]:
    """What an item is made of, but for its id."""
    return {
        "slug": slug,
        "name": "An item that is new",
        "note": None,
        "rating": 3,
        "score": 1.5,
        "price": Decimal("12.50"),
        "is_active": True,
        "details": json({"colour": "blue", "sizes": [40, 41, 42]}),
        "created_at": datetime.datetime(
            2026, 3, 4, 5, 6, 7, 890_000, tzinfo=datetime.UTC
        ),
    }


def new_rows(json: Callable[[Any], Any]) -> list[dict[str, Any]]:
    """Rows of a bulk load; the table is emptied before each."""
    return [new_row(f"bulk-{number}", json) for number in range(BULK)]


def plain(found: Any) -> object:
    """What was found, as values that can be compared with what others found."""
    if isinstance(found, list):
        return [plain(one) for one in found]
    if hasattr(found, "posts"):
        posts = found.posts
        posts = posts if isinstance(posts, list) else list(posts.all())
        titles = sorted(post.title for post in posts)
        return [found.id, found.name, found.email, titles]
    if hasattr(found, "slug"):
        return [getattr(found, name) for name in COLUMNS]
    if isinstance(found, tuple) and isinstance(found[-1], list):
        return [*found[:-1], sorted(post[1] for post in found[-1])]
    # A row as a tuple, or like one.
    return found if found is None else list(found)
