"""What a client tells of its statements."""

import asyncio
import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from both_colours import Blocking
from conftest import URL
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from org_db_client import AsyncClient, Client, Query, UniqueViolationError
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

SECRET = "ada@example.org"
ADA: Any = {"email": SECRET, "first_name": "Ada"}
COLOURS = pytest.mark.parametrize("colour", ["sync", "async"])


@pytest.fixture(scope="module")
def exporter() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    yield exporter
    provider.shutdown()


@pytest.fixture
def spans(exporter: InMemorySpanExporter, db: Client) -> InMemorySpanExporter:
    exporter.clear()
    return exporter


def use(client: Any) -> None:
    author = client.author.create(ADA)
    client.author.find_many({"email": SECRET})
    client.author.count({"email": SECRET})
    client.author.update_many({"email": SECRET}, data={"last_name": SECRET})
    with pytest.raises(UniqueViolationError):
        client.author.create(ADA)
    client.query_raw("SELECT %s AS a", [SECRET])
    client.query_raw(sql.SQL("SELECT {} AS a").format(sql.Literal(SECRET)))
    client.execute_raw("DELETE FROM authors WHERE email = %s", [SECRET])
    assert client.author.find_unique({"id": author.id}) is None


EXPECTED = [
    ("INSERT authors", 1),
    ("SELECT authors", 1),
    ("SELECT authors", 1),
    ("UPDATE authors", 1),
    ("INSERT authors", None),
    ("SELECT", 1),
    ("SELECT", 1),
    ("DELETE authors", 1),
    ("SELECT authors", 0),
]


@COLOURS
def test_a_hook(db: Client, colour: str) -> None:
    seen: list[Query] = []
    with Blocking(Client, AsyncClient, URL, colour, on_query=seen.append) as client:
        use(client)
    acts = [name.partition(" ")[0] for name, _ in EXPECTED]
    assert [query.sql.partition(" ")[0] for query in seen] == acts
    assert [query.rows for query in seen] == [rows for _, rows in EXPECTED]
    for query in seen:
        assert 0 < query.duration < 60
        assert query.params is None
        assert SECRET not in repr(query.sql)
    (failed,) = (query for query in seen if query.error is not None)
    assert isinstance(failed.error, UniqueViolationError)


@COLOURS
def test_values_where_they_are_asked_for(db: Client, colour: str) -> None:
    seen: list[Query] = []
    with Blocking(
        Client, AsyncClient, URL, colour, on_query=seen.append, show_values=True
    ) as client:
        use(client)
    with_values = [query for query in seen if SECRET in f"{query.sql} {query.params}"]
    assert len(with_values) == 8


@COLOURS
def test_a_hook_that_fails(
    db: Client, colour: str, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_query: Query) -> None:
        raise ZeroDivisionError

    with Blocking(Client, AsyncClient, URL, colour, on_query=fails) as client:
        assert client.author.count() == 0
    assert "on_query has failed" in caplog.text


@COLOURS
def test_in_transactions_plans_and_streams(db: Client, colour: str) -> None:
    seen: list[Query] = []
    with Blocking(Client, AsyncClient, URL, colour, on_query=seen.append) as client:
        with client.transaction() as tx:
            tx.author.create(ADA)
            tx.query_raw("SELECT 1")
        assert [query.sql for query in seen][::3] == ["BEGIN", "COMMIT"]
        seen.clear()
        with client.transaction() as tx:
            with pytest.raises(ZeroDivisionError), tx.transaction():
                raise ZeroDivisionError
            with tx.transaction():
                tx.query_raw("SELECT 1")
        client.author.find_unique_or_raise({"email": SECRET})
        client.author.find_many(reviews=True, mentor=True)
    texts = [query.sql for query in seen]
    assert texts[:7] == [
        "BEGIN",
        "SAVEPOINT",
        "ROLLBACK TO SAVEPOINT",
        "SAVEPOINT",
        "SELECT 1",
        "RELEASE SAVEPOINT",
        "COMMIT",
    ]
    assert sum('"authors"' in text for text in texts) == 2


@COLOURS
def test_logging(db: Client, colour: str, caplog: pytest.LogCaptureFixture) -> None:
    with Blocking(Client, AsyncClient, URL, colour) as client:
        use(client)
        assert not caplog.records
        with caplog.at_level(logging.DEBUG, logger="org_db_client"):
            use(client)
    records = [one for one in caplog.records if one.name == "org_db_client"]
    assert len(records) == len(EXPECTED)
    assert SECRET not in caplog.text
    first, failed = records[0], records[4]
    assert first.levelno == logging.DEBUG
    assert "ms, 1 rows: INSERT INTO" in first.getMessage()
    assert first.__dict__["rows"] == 1
    assert first.__dict__["duration"] > 0
    assert "UniqueViolationError (23505)" in failed.getMessage()


@COLOURS
def test_spans(spans: InMemorySpanExporter, colour: str) -> None:
    with (
        Blocking(Client, AsyncClient, URL, colour) as client,
        trace.get_tracer("service").start_as_current_span("request") as request,
    ):
        use(client)
    finished = [span for span in spans.get_finished_spans() if span.name != "request"]
    assert [span.name for span in finished] == [name for name, _ in EXPECTED]
    told = conninfo_to_dict(URL)
    for span in finished:
        check(span, told)
        if colour == "sync":
            assert is_inside(span, request)
    insert, failed = finished[0], finished[4]
    assert insert.attributes is not None
    assert insert.attributes["db.operation.name"] == "INSERT"
    assert insert.attributes["db.collection.name"] == "authors"
    assert insert.attributes["db.response.returned_rows"] == 1
    assert failed.status.status_code is StatusCode.ERROR
    assert failed.attributes is not None
    assert failed.attributes["db.response.status_code"] == "23505"
    assert failed.attributes["error.type"] == "23505"
    assert not failed.events
    scope = insert.instrumentation_scope
    assert scope is not None
    assert (scope.name, scope.version) == ("org_db_client", "2.0.0")


def is_inside(span: ReadableSpan, outer: trace.Span) -> bool:
    parent = span.parent
    return parent is not None and parent.span_id == outer.get_span_context().span_id


def test_spans_of_tasks_at_the_same_time(spans: InMemorySpanExporter) -> None:
    tracer = trace.get_tracer("service")

    async def request(client: AsyncClient, number: int) -> trace.Span:
        with tracer.start_as_current_span(f"request {number}") as span:
            await client.author.count({"id": number})
            return span

    async def scenario() -> list[trace.Span]:
        async with AsyncClient(URL) as client:
            return await asyncio.gather(*(request(client, n) for n in range(8)))

    requests = asyncio.run(scenario())
    counts = [one for one in spans.get_finished_spans() if one.name.startswith("SEL")]
    assert len(counts) == 8
    for outer in requests:
        assert sum(is_inside(span, outer) for span in counts) == 1


@COLOURS
def test_what_is_sent_together_is_one(spans: InMemorySpanExporter, colour: str) -> None:
    seen: list[Query] = []
    with Blocking(Client, AsyncClient, URL, colour, on_query=seen.append) as client:
        with client.batch() as batch:
            batch.author.count()
            batch.author.find_many()
    assert [query.sql for query in seen if " " not in query.sql] == ["BEGIN", "COMMIT"]
    (together,) = (span for span in spans.get_finished_spans() if span.name == "BATCH")
    assert (together.attributes or {})["db.operation.batch.size"] == 2
    (query,) = (query for query in seen if " " in query.sql)
    assert query.rows == 1
    assert "count(*)" in query.sql


def check(span: ReadableSpan, told: dict[str, Any]) -> None:
    assert span.kind is SpanKind.CLIENT
    attributes = dict(span.attributes or {})
    assert attributes["db.system.name"] == "postgresql"
    assert attributes["server.address"] == told["host"]
    assert attributes["server.port"] == int(told["port"])
    assert attributes["db.namespace"] == told["dbname"]
    assert str(attributes["db.query.text"]).startswith(attributes["db.operation.name"])
    assert SECRET not in str(attributes)
    assert SECRET not in str(span.to_json())


@COLOURS
def test_spans_of_a_connection_of_the_callers(
    spans: InMemorySpanExporter, db: Client, colour: str
) -> None:
    def check_span() -> None:
        (span,) = spans.get_finished_spans()
        assert (span.attributes or {})["server.port"] == int(
            conninfo_to_dict(URL)["port"]
        )

    if colour == "sync":
        with psycopg.connect(URL) as connection:
            Client(connection=connection).author.count()
    else:

        async def scenario() -> None:
            async with await psycopg.AsyncConnection.connect(URL) as connection:
                await AsyncClient(connection=connection).author.count()

        asyncio.run(scenario())
    check_span()


def test_nothing_is_imported_for_it() -> None:
    """OpenTelemetry is no dependency, and not looked for."""
    script = (
        "import sys; from org_db_client import Client\n"
        "with Client() as client: client.author.count()\n"
        "assert not any(name.startswith('opentelemetry') for name in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
