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


@pytest.mark.parametrize("asynchronous", [False, True])
def test_who_is_shut_out_is_told_of_it(asynchronous: bool) -> None:
    role = f"shut_out_{asynchronous}".lower()
    options: Any = {"service": role}
    with psycopg.connect(URL, autocommit=True) as admin:
        admin.execute(f"DROP ROLE IF EXISTS {role}")
        admin.execute(f"CREATE ROLE {role}")
        admin.execute(f"GRANT USAGE ON SCHEMA db_1_0_0 TO {role}")
        admin.execute(
            f"GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA db_1_0_0 TO {role}"
        )
        url = f"{URL}?options=-c%20role%3D{role}"

        def shut_out() -> None:
            admin.execute(
                "DELETE FROM schema_migrations.usage WHERE service = %s", [role]
            )
            admin.execute(f"REVOKE USAGE ON SCHEMA db_1_0_0 FROM {role}")

        def check(told: pytest.ExceptionInfo[older.AccessDeniedError]) -> None:
            assert told.value.sqlstate == "42501"
            said = str(told.value)
            assert "permission denied for schema db_1_0_0" in said
            assert "clients of 1.0.0 are shut out for a while" in said
            assert "to 2.0.0. Or its role has no right to it" in said

        async def run_async() -> None:
            async with older.AsyncClient(url, **options) as one:
                await one.topic.count()
                shut_out()
                for _ in range(2):
                    with pytest.raises(older.AccessDeniedError) as told:
                        await one.topic.count()
                    check(told)
                admin.execute(f"GRANT USAGE ON SCHEMA db_1_0_0 TO {role}")
                await one.topic.count()

        def run() -> None:
            with older.Client(url, **options) as one:
                one.topic.count()
                shut_out()
                for call in (
                    one.topic.count,
                    lambda: one.topic.create({"name": "x"}),
                    lambda: one.query_raw('SELECT FROM db_1_0_0."Topic"'),
                    one.topic.find_many,
                ):
                    with pytest.raises(older.AccessDeniedError) as told:
                        call()
                    check(told)
                admin.execute(f"GRANT USAGE ON SCHEMA db_1_0_0 TO {role}")
                one.topic.count()

        try:
            asyncio.run(run_async()) if asynchronous else run()
            # That is how it is heard of.
            seen = "SELECT version FROM schema_migrations.usage WHERE service = %s"
            assert admin.execute(seen, [role]).fetchall() == [("1.0.0",)]
        finally:
            admin.execute(f"DROP OWNED BY {role}")
            admin.execute(f"DROP ROLE {role}")


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
