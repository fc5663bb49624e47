"""asyncpg, by hand: one connection, and its pool."""

from __future__ import annotations

import json

import asyncpg

from contestant import (
    BULK,
    SINCE,
    WRITTEN,
    Contestant,
    fresh_slug,
    key_of,
    new_row,
    new_rows,
)

_NAMES = "id, slug, name, note, rating, score, price, is_active, details, created_at"
_ONE = f"SELECT {_NAMES} FROM items WHERE id = $1"
_PLACES = ", ".join(f"${number}" for number in range(1, 10))


async def _read_json(connection: asyncpg.Connection) -> None:
    # In binary, which COPY needs: a byte with the format's version, and text.
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=lambda value: b"\x01" + json.dumps(value).encode(),
        decoder=lambda data: json.loads(data[1:]),
        format="binary",
    )


async def async_contestants(url: str) -> list[Contestant]:
    db = await asyncpg.connect(url)
    await _read_json(db)
    pool = await asyncpg.create_pool(url, init=_read_json)
    rows = [tuple(row.values()) for row in new_rows(lambda value: value)]

    async def key(turn: int) -> object:
        return await db.fetchrow(_ONE, key_of(turn))

    async def pooled_key(turn: int) -> object:
        async with pool.acquire() as connection:
            return await connection.fetchrow(_ONE, key_of(turn))

    async def many(_turn: int) -> object:
        return await db.fetch(f"SELECT {_NAMES} FROM items ORDER BY id")

    async def insert(_turn: int) -> object:
        values = new_row(fresh_slug(), lambda value: value).values()
        return await db.fetchrow(
            f"INSERT INTO entries ({', '.join(WRITTEN)}) VALUES ({_PLACES}) "
            f"RETURNING {_NAMES}",
            *values,
        )

    async def bulk(_turn: int) -> object:
        await db.copy_records_to_table("entries", records=rows, columns=WRITTEN)
        return BULK

    async def conditions(_turn: int) -> object:
        return await db.fetch(
            f"SELECT {_NAMES} FROM items WHERE rating >= $1 AND is_active = $2 "
            "AND price < $3 AND name LIKE $4 AND created_at > $5",
            *(4, True, 140, "%number 10%", SINCE),
        )

    works = {"key async": key, "list": many, "insert": insert, "bulk": bulk}
    return [
        Contestant("asyncpg", async_works={**works, "conditions": conditions}),
        Contestant("asyncpg's pool", async_works={"key async": pooled_key}),
    ]
