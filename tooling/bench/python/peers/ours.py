"""The generated client. A method that it does not have yet is left out."""

from __future__ import annotations

from typing import Any

from bench_db import AsyncClient, Client

from contestant import SINCE, Contestant, fresh_slug, key_of, new_row, new_rows


def contestants(url: str) -> list[Contestant]:
    db: Any = Client(url)
    rows = new_rows(lambda value: value)

    def same(value: object) -> object:
        return value

    def bulk(_turn: int) -> object:
        if hasattr(db.entry, "copy_in"):
            return db.entry.copy_in(rows)
        return db.entry.create_many(rows)

    def conditions(_turn: int) -> object:
        return db.item.find_many(
            {
                "rating": {"gte": 4},
                "is_active": True,
                "price": {"lt": 140},
                "name": {"contains": "number 10"},
                "created_at": {"gt": SINCE},
            }
        )

    ours = Contestant(
        "ours",
        {
            "key": lambda turn: db.item.find_unique({"id": key_of(turn)}),
            "list": lambda turn: db.item.find_many(order_by={"id": "asc"}),
            "insert": lambda turn: db.entry.create(new_row(fresh_slug(), same)),
            "bulk": bulk,
            "conditions": conditions,
        },
    )
    if hasattr(db.post, "many"):
        ours.works["loaded"] = lambda turn: db.author.find_many(
            order_by={"id": "asc"}, posts=db.post.many()
        )
    return [ours]


async def async_contestants(url: str) -> list[Contestant]:
    db: Any = AsyncClient(url)

    async def key(turn: int) -> object:
        return await db.item.find_unique({"id": key_of(turn)})

    return [Contestant("ours", async_works={"key async": key})]
