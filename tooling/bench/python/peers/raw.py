"""psycopg 3 with its C part, by hand: what the others are measured against."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from contestant import SINCE, WRITTEN, Contestant, fresh_slug, key_of, new_row, new_rows

_NAMES = "id, slug, name, note, rating, score, price, is_active, details, created_at"
_ONE = f"SELECT {_NAMES} FROM items WHERE id = %s"
_INSERT = f"INSERT INTO entries ({', '.join(WRITTEN)}) VALUES ({', '.join(['%s'] * 9)})"
_CONDITIONS = (
    f"SELECT {_NAMES} FROM items WHERE rating >= %s AND is_active = %s AND price < %s "
    "AND name LIKE %s AND created_at > %s"
)


def contestants(url: str) -> list[Contestant]:
    db = psycopg.connect(url, autocommit=True)
    rows = [tuple(row.values()) for row in new_rows(Jsonb)]

    def insert(_turn: int) -> object:
        values = tuple(new_row(fresh_slug(), Jsonb).values())
        return db.execute(f"{_INSERT} RETURNING {_NAMES}", values).fetchone()

    def bulk(_turn: int) -> object:
        with db.transaction(), db.cursor() as cursor:
            # psycopg sends it as a pipeline.
            cursor.executemany(_INSERT, rows)
        return len(rows)

    def conditions(_turn: int) -> object:
        values = (4, True, 140, "%number 10%", SINCE)
        return db.execute(_CONDITIONS, values).fetchall()

    def loaded(_turn: int) -> object:
        authors = db.execute("SELECT id, name, email FROM authors ORDER BY id")
        found: dict[int, tuple[Any, ...]] = {row[0]: (*row, []) for row in authors}
        posts = db.execute(
            "SELECT id, title, body, created_at, author_id FROM posts "
            "WHERE author_id = ANY(%s)",
            (list(found),),
        )
        for post in posts:
            found[post[4]][3].append(post)
        return list(found.values())

    return [
        Contestant(
            "psycopg",
            {
                "key": lambda turn: db.execute(_ONE, (key_of(turn),)).fetchone(),
                "list": lambda turn: db.execute(
                    f"SELECT {_NAMES} FROM items ORDER BY id"
                ).fetchall(),
                "insert": insert,
                "bulk": bulk,
                "conditions": conditions,
                "loaded": loaded,
            },
        )
    ]


async def async_contestants(url: str) -> list[Contestant]:
    db = await psycopg.AsyncConnection.connect(url, autocommit=True)

    async def key(turn: int) -> object:
        cursor = await db.execute(_ONE, (key_of(turn),))
        return await cursor.fetchone()

    return [Contestant("psycopg", async_works={"key async": key})]
