"""SQL of one's own: rows have the types of the models."""

import dataclasses
import datetime
import decimal
import uuid
from typing import Any, NotRequired, TypedDict

import psycopg
import pytest
from both_colours import Blocking
from conftest import URL
from org_db_client import (
    AsyncClient,
    Client,
    InvalidQueryError,
    InvalidValueError,
    UnknownEnumValueError,
    UnknownValue,
    enums,
    models,
)
from psycopg import sql
from test_values import MINIMAL, VALUES

UTC = datetime.UTC
ALL: Any = 'SELECT * FROM "Everything"'


@dataclasses.dataclass
class Summary:
    id: uuid.UUID
    status: enums.ReviewStatus
    mood: enums.Mood | None
    statuses: list[enums.ReviewStatus]
    score: float = 1.5


class Part(TypedDict):
    id: uuid.UUID
    status: enums.ReviewStatus
    missing: NotRequired[int]


class Plain:
    """A class that is no dataclass."""

    number: int
    text: str = "x"

    def __init__(self, number: int, text: str = "y") -> None:
        self.number, self.text = number, text


def test_values_are_as_in_rows(both: Client) -> None:
    row = both.everything.create(VALUES)  # type: ignore[arg-type]
    (raw,) = both.query_raw(ALL)
    for name in VALUES:
        # What an extension or the schema declares is text.
        if name in ("status", "statuses", "mood", "citexts"):
            continue
        expected = getattr(row, name)
        assert raw[name] == expected, name
        assert type(raw[name]) is type(expected), name
    assert raw["timestamp"].tzinfo is raw["timestamptz"].tzinfo is UTC
    assert raw["timestamps"] == row.timestamps
    assert raw["jsons"] == row.jsons
    # As the database calls them, whatever the type is called.
    assert raw["status"] == 'it\'s "out"'


def test_decimals_are_as_they_were_written(both: Client) -> None:
    written = decimal.Decimal("1.1")
    row = both.everything.create({**MINIMAL, "decimal": written, "decimals": [written]})
    raw = both.query_raw('SELECT decimal, decimals FROM "Everything"')
    assert repr(raw) == repr([{"decimal": row.decimal, "decimals": row.decimals}])
    assert str(raw[0]["decimal"]) == "1.1"
    # What has digits of its own keeps them.
    (kept,) = both.query_raw("SELECT 1.10::numeric(10,2) AS a, 1.10 AS b")
    assert [str(value) for value in kept.values()] == ["1.10", "1.10"]


def test_a_row_of_a_model(both: Client) -> None:
    made = both.everything.create(VALUES)  # type: ignore[arg-type]
    assert both.query_raw(ALL, into=models.Everything) == [made]
    assert both.query_first(ALL, into=models.Everything) == made
    author = both.author.create({"email": "a", "first_name": "b", "mentor_id": None})
    by_names: Any = (
        'SELECT 1 AS more, id, email, "firstName" AS first_name, "lastName", '
        '"createdAt", "updatedAt", "mentorId" AS mentor_id FROM authors WHERE id = %s'
    )
    assert both.query_raw(by_names, [author.id], into=models.Author) == [author]
    key: Any = {"tenant_id": 1, "user_id": "u"}
    member = both.membership.create(key)
    select: Any = 'SELECT * FROM audit."Membership"'
    assert both.query_first(select, into=models.Membership) == member
    with pytest.raises(InvalidQueryError, match="Author has email"):
        both.query_raw("SELECT 1 AS id FROM authors", into=models.Author)


def test_other_classes(both: Client) -> None:
    row = both.everything.create(VALUES)  # type: ignore[arg-type]
    expected = Summary(row.id, row.status, row.mood, row.statuses)
    assert both.query_raw(ALL, into=Summary) == [expected]
    part = both.query_first(ALL, into=Part)
    assert part == {"id": row.id, "status": row.status}
    assert part["status"] is enums.ReviewStatus.PUBLISHED
    plain = both.query_first("SELECT 7 AS number, 'z' AS text", into=Plain)
    assert plain is not None
    assert (plain.number, plain.text) == (7, "z")
    with pytest.raises(InvalidQueryError, match="Plain has number.*only text"):
        both.query_raw("SELECT 'z' AS text", into=Plain)


def test_the_first_row(both: Client) -> None:
    numbers: Any = "SELECT generate_series(%(first)s::int, 3) AS n"
    assert both.query_first(numbers, {"first": 2}) == {"n": 2}
    assert both.query_first(numbers, {"first": 4}) is None
    composed = sql.SQL("SELECT {} AS n").format(sql.Literal(5))
    assert both.query_first(composed) == {"n": 5}


def test_nothing_and_nulls(both: Client) -> None:
    both.everything.create(MINIMAL)
    found = both.query_raw(
        "SELECT NULL::timestamp AS a, NULL::jsonb AS b, NULL::date[] AS c, "
        "'{NULL}'::timestamptz[] AS d, NULL::money AS e, '{{2024-02-29}}'::date[] AS f"
    )
    day = datetime.date(2024, 2, 29)
    assert found == [
        {"a": None, "b": None, "c": None, "d": [None], "e": None, "f": [[day]]}
    ]
    both.execute_raw('UPDATE "Everything" SET statuses = NULL, texts = NULL')
    (row,) = both.query_raw(ALL, into=models.Everything)
    assert row.statuses == row.texts == []
    assert both.query_raw("SELECT WHERE FALSE") == []
    assert both.query_raw("SELECT 1 AS number WHERE FALSE", into=Plain) == []
    assert both.query_first("SELECT interval '1 day' AS i, 5.50 AS d") == {
        "i": datetime.timedelta(days=1),
        "d": decimal.Decimal("5.50"),
    }


def test_parameters_of_every_kind(both: Client) -> None:
    moment = datetime.datetime(2024, 2, 29, tzinfo=UTC)
    values = [1, "x", b"\x00", 1.5, moment, uuid.UUID(int=1), decimal.Decimal(2), None]
    row = both.query_first(
        "SELECT %s::int, %s AS t, %s AS b, %s AS f, %s AS m, %s AS u, %s AS d, "
        "%s::text AS n, '%%' AS p",
        values,
    )
    assert row is not None
    assert list(row.values()) == [*values, "%"]


def test_a_dict_goes_as_jsonb(both: Client) -> None:
    asked = "SELECT %s::text AS text, %s = '{\"a\": [1]}'::jsonb AS same"
    found = both.query_raw(asked, [{"b": None}, {"a": [1]}])
    assert found == [{"text": '{"b": null}', "same": True}]


@pytest.mark.parametrize("colour", ["sync", "async"])
def test_choices_of_the_client(db: Client, colour: str) -> None:
    with psycopg.connect(URL, autocommit=True) as connection:
        connection.execute("ALTER TYPE review_status ADD VALUE IF NOT EXISTS 'newer'")
    db.everything.create(MINIMAL)
    newer: Any = "SELECT id, 'newer'::review_status AS status FROM \"Everything\""
    far: Any = "SELECT 'infinity'::timestamptz AS t"
    with Blocking(Client, AsyncClient, URL, colour) as client:
        assert isinstance(client.query_first(newer, into=Part)["status"], UnknownValue)
        with pytest.raises(InvalidValueError, match="query_raw.t holds"):
            client.query_raw(far)
    options: Any = {"unknown_enum_values": "raise", "far_times": "clamp"}
    with Blocking(Client, AsyncClient, URL, colour, **options) as client:
        with pytest.raises(UnknownEnumValueError, match="query_raw.status"):
            client.query_first(newer, into=Part)
        most = datetime.datetime.max.replace(tzinfo=UTC)
        assert client.query_first(far) == {"t": most}


def test_lists_of_enums_with_difficult_names(both: Client) -> None:
    statuses: Any = 'SELECT id, status, mood, statuses FROM "Everything"'
    every = list(enums.ReviewStatus)
    both.everything.create({**MINIMAL, "statuses": every})
    (row,) = both.query_raw(statuses, into=Summary)
    assert row.statuses == every
    assert row.mood is None


def test_in_a_transaction(both: Client) -> None:
    with both.transaction() as tx:
        made = tx.query_first(
            'INSERT INTO authors (email, "firstName", "updatedAt") '
            "VALUES ('a', 'b', now()) RETURNING *",
            into=models.Author,
        )
        assert made is not None
        assert tx.author.find_unique({"id": made.id}) == made
        assert tx.execute_raw("DELETE FROM authors") == 1
