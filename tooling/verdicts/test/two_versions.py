"""Clients of two versions on one database that serves both, at `DATABASE_URL`."""

import asyncio
import os
from collections.abc import Iterator
from typing import Any

import new_versions_client as newer
import old_versions_client as older
import psycopg
import pytest

URL = os.environ["DATABASE_URL"]


class Both:
    """A client of each version, and the SQL that they have sent."""

    def __init__(self, **options: Any) -> None:
        self.sent: list[str] = []
        options |= {"on_query": lambda query: self.sent.append(query.sql)}
        self.one = older.Client(URL, **options)
        self.two = newer.Client(URL, **options)


@pytest.fixture
def both() -> Iterator[Both]:
    clients = Both()
    with clients.one, clients.two:
        yield clients
        clients.one.review.delete_many()
        clients.one.author.delete_many()
        clients.one.topic.delete_many()


def test_both_work_at_once(both: Both) -> None:
    one, two = both.one, both.two
    author = one.author.create({"email": "a"})
    review = one.review.create(
        {
            "title": "t",
            "helpful": 1,
            "history": ["DRAFT", "PUBLISHED"],
            "author_id": author.id,
            "topics": {"create": [{"name": "n"}]},
        },
    )
    where: Any = {"id": review.id}
    found = two.review.find_unique_or_raise(
        where, writer=two.writer.one(), topics=two.topic.many()
    )
    assert (found.headline, found.helpful, found.writer.email) == ("t", 1, "a")
    assert [topic.name for topic in found.topics] == ["n"]
    assert found.status is newer.enums.Status.WAITING
    assert [each.name for each in found.history] == ["WAITING", "PUBLISHED"]
    for _ in range(10):
        one.review.update(where, {"helpful": {"increment": 1}})
        two.review.update(where, {"helpful": {"increment": 1}, "status": "PUBLISHED"})
    assert one.review.find_unique_or_raise(where).helpful == 21
    assert one.review.count({"status": "PUBLISHED"}) == 1
    assert two.review.count({"topics": {"some": {"name": "n"}}}) == 1
    with two.transaction() as tx:
        locked = tx.review.find_first({"status": "PUBLISHED"}, for_update=True)
        assert locked is not None
        tx.review.update({"id": locked.id}, {"history": {"push": ["WAITING"]}})
    rows: Any = [
        {"headline": str(n), "writer_id": author.id, "helpful": n} for n in range(30)
    ]
    # COPY takes no view: they are written by INSERT.
    assert two.review.copy_in(rows) == 30
    done = two.review.upsert_many([*rows, {**rows[0], "headline": "30"}])
    assert (done.created, done.updated) == (1, 30)
    assert two.review.create_many(rows, skip_duplicates=True) == 0
    drafts = sum(row.status is older.enums.Status.DRAFT for row in one.review.stream())
    assert drafts == 31
    with two.batch() as batch:
        count = batch.review.count()
        batch.topic.create({"name": "batch"})
    assert count.result == 32
    sent = "\n".join(both.sent)
    assert '"db_1_0_0"."reviews"' in sent
    assert '"db_2_0_0"."writers"' in sent
    assert " \"reviews\"" not in sent
    assert "search_path" not in sent
    assert "\0" not in sent


def test_a_client_that_is_async() -> None:
    async def work() -> list[int]:
        async with older.AsyncClient(URL) as one, newer.AsyncClient(URL) as two:
            # All of them are made before it is known where the tables are.
            await asyncio.gather(
                *(one.topic.create({"name": f"one {n}"}) for n in range(20)),
                *(two.topic.create({"name": f"two {n}"}) for n in range(20)),
            )
            topics, late = two.topic, two.topic.count()
            counts = [await late, await topics.count(), await one.topic.count()]
            async with one.transaction() as tx:
                counts.append(await tx.topic.delete_many())
            return counts

    assert asyncio.run(work()) == [40] * 4


def test_errors_name_the_fields(both: Both) -> None:
    two = both.two
    writer = two.writer.create({"email": "twice"})
    data: Any = {"headline": "h", "writer_id": writer.id}
    two.review.create(data)
    with pytest.raises(newer.UniqueViolationError) as unique:
        two.writer.create({"email": "twice"})
    assert (unique.value.model, unique.value.fields) == ("Writer", ("email",))
    with pytest.raises(newer.UniqueViolationError) as together:
        two.review.create(data)
    assert (together.value.model, together.value.fields) == (
        "Review",
        ("writer_id", "headline"),
    )
    with pytest.raises(newer.ForeignKeyViolationError) as key:
        two.review.create({"headline": "h", "writer_id": -1})
    assert (key.value.model, key.value.fields) == ("Review", ("writer_id",))


def test_what_is_said_goes_before_what_the_database_says() -> None:
    def place(parameter: str = "", **options: Any) -> str:
        sent: list[str] = []
        url = f"{URL}?{parameter}" if parameter else URL
        with older.Client(url, on_query=lambda q: sent.append(q.sql), **options) as db:
            for _ in range(2):
                db.topic.count()
        first, second = (sql.partition(" FROM ")[2].partition(" AS ")[0] for sql in sent)
        assert first == second
        return first

    own = '"db_1_0_0"."Topic"'
    assert place() == own
    # What Prisma writes into its URLs.
    assert place("schema=public") == own
    assert place("versioned=true", compatibility="off") == own
    assert place(versioned=True, compatibility="off") == own
    assert place("versioned=false", versioned=True) == own
    assert place("versioned=false") == '"Topic"'
    assert place(versioned=False, schema="public") == '"public"."Topic"'
    assert place(compatibility="off") == '"Topic"'
    with pytest.raises(older.TableNotFoundError, match="tenant"):
        place(schema="tenant")
    with pytest.raises(older.ConfigurationError, match="Two schemas are named"):
        place(versioned=True, schema="tenant")
    with pytest.raises(older.ConfigurationError, match="versioned"):
        place("versioned=yes")


@pytest.mark.parametrize("begun", [False, True])
def test_a_connection_of_the_caller(begun: bool) -> None:
    with psycopg.connect(URL) as connection:
        if begun:
            connection.execute("SELECT 1")
        with newer.Client(connection=connection) as db:
            db.writer.create({"email": "mine"})
        name = newer.schema_name
        found = connection.execute(f'SELECT email FROM "{name}".writers')
        assert found.fetchall() == [("mine",)]
        connection.rollback()
