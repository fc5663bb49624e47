"""A wrong value is refused with the name of its field, before anything is sent."""

import asyncio
import datetime
import decimal
import enum
import json
import types
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from both_colours import Blocking
from conftest import URL
from org_db_client import (
    AsyncClient,
    Client,
    InvalidQueryError,
    InvalidValueError,
    enums,
)
from test_values import MINIMAL, VALUES

#: Nobody listens there: what is sent fails with another error.
NOWHERE = "postgresql://nobody@127.0.0.1:1/none"

ZONED = datetime.datetime.max.replace(
    tzinfo=datetime.timezone(datetime.timedelta(hours=-5))
)


class Local(datetime.tzinfo):
    def utcoffset(self, at: datetime.datetime | None) -> datetime.timedelta | None:
        return None if at is None else datetime.timedelta(hours=1)

    def dst(self, at: datetime.datetime | None) -> datetime.timedelta | None:
        return None


def deep() -> Any:
    value: Any = []
    for _ in range(100_000):
        value = [value]
    return value


def circle() -> Any:
    value: Any = {}
    value["itself"] = value
    return value


WRONG: list[tuple[str, Any, str]] = [
    ("int", 1.5, "a whole number, got a value of the type float"),
    ("int", 1.0, "float"),
    ("int", True, "bool"),
    ("int", "1", "str"),
    ("int", decimal.Decimal(1), "Decimal"),
    ("int", 2**31, "from -2147483648 to 2147483647"),
    ("smallint", -(2**15) - 1, "from -32768 to 32767"),
    ("bigint", 2**63, "from -9223372036854775808"),
    ("bigint", 10**5000, "from -9223372036854775808"),
    ("oid", -1, "from 0 to 4294967295"),
    ("float", True, "a number"),
    ("float", "1.5", "a number"),
    ("float", 10**400, "double precision"),
    ("real", 1e39, "single precision"),
    ("real", 1e-60, "single precision"),
    ("decimal", "1.5", "a Decimal"),
    ("decimal", False, "a Decimal"),
    ("money", "1.5", "a Decimal"),
    ("boolean", 1, "True or False"),
    ("boolean", "true", "True or False"),
    ("text", 1, "a str, got a value of the type int"),
    ("text", b"x", "bytes"),
    ("text", None, "None"),
    ("text", "a\0b", "NUL"),
    ("text", "\ud800", "UTF-8"),
    ("varchar", uuid.UUID(int=0), "a str"),
    ("char", 5, "a str"),
    ("bit", "012", "digits 0 and 1"),
    ("inet", "300.1.1.1", "IPv4"),
    ("inet", 5, "a str"),
    ("uuid", "no-uuid", "a UUID"),
    ("uuid", 5, "a UUID"),
    ("bytes", "text", "bytes"),
    ("timestamp", "2024-02-29", "a datetime"),
    ("timestamp", datetime.date(2024, 2, 29), "a datetime"),
    ("timestamp", 1709164800, "a datetime"),
    ("timestamp", ZONED, "the years 1 to 9999"),
    ("timestamptz", datetime.date(2024, 2, 29), "a datetime"),
    ("timestamptz", ZONED, "the years 1 to 9999"),
    ("date", "2024-02-29", "a date"),
    ("date", ZONED, "the years 1 to 9999"),
    ("time", "12:00", "a time"),
    ("time", datetime.time(12, tzinfo=Local()), "fixed offset"),
    ("timetz", datetime.time(12, tzinfo=Local()), "fixed offset"),
    ("timetz", datetime.timedelta(hours=1), "a time"),
    ("status", "no-status", "one of draft, inReview, published"),
    ("status", 1, "one of draft"),
    ("status", enums.Mood.GOOD, "one of draft"),
    ("json", {1, 2}, "the type set"),
    ("json", {"when": datetime.datetime.min}, "the type datetime"),
    ("json", {"bytes": b"x"}, "the type bytes"),
    ("json", float("nan"), "no NaN"),
    ("json", [10**5000], "4300 digits"),
    ("json", "\ud800", "UTF-8"),
    ("jsonb", {"a": "b\0c"}, "NUL"),
    ("jsonb", [float("inf")], "no infinity"),
    ("ints", 5, "a list of values"),
    ("ints", "12", "a list of values"),
    ("ints", {"a": 1}.items(), "a whole number"),
    ("ints", [1, 1.5], "a whole number"),
    ("ints", [1, 2**31], "from -2147483648"),
    ("texts", ["a", None], "a str, got None"),
    ("texts", "text", "a list of values"),
    ("statuses", ["no-status"], "one of draft"),
]


def no_value_in(error: BaseException, value: Any) -> bool:
    shown = str(value) if isinstance(value, str) and len(value) > 4 else None
    return shown is None or shown not in str(error)


@pytest.mark.parametrize(
    ("name", "value", "message"), WRONG, ids=[str(n) for n in range(len(WRONG))]
)
def test_what_is_written(name: str, value: Any, message: str) -> None:
    refused(name, value, message)


@pytest.mark.parametrize(("value", "message"), [(deep, "nested"), (circle, "nested")])
def test_json_that_has_no_end(value: Any, message: str) -> None:
    refused("json", value(), message)
    refused("jsonb", value(), message)


def refused(name: str, value: Any, message: str) -> None:
    data: Any = {**MINIMAL, name: value}
    change: Any = {name: value}
    key: Any = {"id": uuid.UUID(int=0)}
    keyed: Any = {**MINIMAL, **key}
    with Client(NOWHERE) as client:
        writes = [
            lambda: client.everything.create(data),
            lambda: client.everything.create_many([MINIMAL, data]),
            lambda: client.everything.create_many_and_return([data]),
            lambda: client.everything.update(key, change),
            lambda: client.everything.update_many(data={name: {"set": value}}),  # type: ignore[misc]
            lambda: client.everything.upsert(key, create={**data, **key}, update={}),
            lambda: client.everything.upsert(key, create=keyed, update=change),
        ]
        for write in writes:
            with pytest.raises(InvalidValueError, match=message) as error:
                write()
            check(error.value, name, value)

    async def scenario() -> None:
        async with AsyncClient(NOWHERE) as client:
            with pytest.raises(InvalidValueError, match=message) as error:
                await client.everything.create(data)
            check(error.value, name, value)

    asyncio.run(scenario())


@pytest.mark.parametrize("colour", ["sync", "async"])
def test_what_is_copied(db: Client, colour: str) -> None:
    with Blocking(Client, AsyncClient, URL, colour) as client:
        for name, value, message in WRONG:
            data: Any = {**MINIMAL, name: value}
            with pytest.raises(InvalidValueError, match=message) as error:
                client.everything.copy_in([MINIMAL, data])
            check(error.value, name, value)
        assert client.everything.count() == 0


def check(error: InvalidValueError, name: str, value: Any) -> None:
    assert (error.model, error.fields) == ("Everything", (name,))
    assert str(error).startswith(f"Everything.{name} takes ")
    assert no_value_in(error, value)
    assert error.sqlstate is None


@pytest.mark.parametrize(
    ("name", "condition", "message"),
    [
        ("text", {"contains": None}, "a str, got None"),
        ("text", {"starts_with": 1}, "a str"),
        ("text", {"ends_with": "\0"}, "NUL"),
        ("text", {"contains": None, "mode": "insensitive"}, "a str"),
        ("text", {"equals": 1, "mode": "insensitive"}, "a str"),
        ("text", {"in": "abc"}, "a list of values"),
        ("text", {"in": None}, "a list of values"),
        ("text", {"in": {"a": 1}}, "a list of values"),
        ("text", {"in": ["a", None]}, "None"),
        ("text", {"in": [1], "mode": "insensitive"}, "a str"),
        ("int", {"equals": 1.5}, "a whole number"),
        ("int", {"equals": True}, "bool"),
        ("int", {"lt": "5"}, "a whole number"),
        ("int", {"in": [1, "2"]}, "a whole number"),
        ("int", 1.5, "a whole number"),
        ("uuid", "no-uuid", "a UUID"),
        ("status", "no-status", "one of draft"),
        ("status", {"in": ["no-status"]}, "one of draft"),
        ("timestamp", {"gt": "2024-02-29"}, "a datetime"),
        ("jsonb", {"contains": {1, 2}}, "the type set"),
        ("ints", {"has": 1.5}, "a whole number"),
        ("ints", {"has_some": [1.5]}, "a whole number"),
        ("ints", {"has_every": 1}, "a list of values"),
        ("ints", {"equals": 1}, "a list of values"),
    ],
)
def test_what_is_looked_for(name: str, condition: Any, message: str) -> None:
    where: Any = {"NOT": {"OR": [{name: condition}]}}
    with (
        Client(NOWHERE) as client,
        pytest.raises(InvalidValueError, match=message) as error,
    ):
        client.everything.find_many(where)
    assert (error.value.model, error.value.fields) == ("Everything", (name,))
    assert isinstance(error.value, (InvalidQueryError, ValueError))

    async def scenario() -> None:
        async with AsyncClient(NOWHERE) as client:
            with pytest.raises(InvalidValueError, match=message):
                await client.everything.count(where)

    asyncio.run(scenario())


def test_arithmetic_and_parts_of_lists(both: Client) -> None:
    row = both.everything.create(MINIMAL)
    for change in (
        {"int": {"increment": 1.5}},
        {"int": {"multiply": None}},
        {"float": {"divide": "2"}},
        {"ints": {"push": 1.5}},
        {"ints": {"push": None}},
        {"ints": {"pull": "x"}},
    ):
        with pytest.raises(InvalidValueError) as error:
            both.everything.update({"id": row.id}, change)  # type: ignore[arg-type]
        assert error.value.fields == tuple(change)
    assert both.everything.find_unique({"id": row.id}) == row


FAR: list[tuple[str, Any]] = [
    ("int", 2**31),
    ("int", -(2**100)),
    ("smallint", 2**15),
    ("oid", -1),
    ("oid", 2**32),
    ("bigint", 2**63),
    ("bigint", 10**100),
    ("real", 1e39),
    ("real", 1e-60),
    ("decimal", decimal.Decimal(10) ** 200),
    ("timestamp", ZONED),
    ("timestamptz", ZONED),
    ("date", ZONED),
]


@pytest.mark.parametrize(("name", "value"), FAR, ids=[str(n) for n in range(len(FAR))])
def test_a_number_out_of_range_finds_nothing(
    both: Client, name: str, value: Any
) -> None:
    both.everything.create(VALUES)  # type: ignore[arg-type]
    is_more = value > 1 if not isinstance(value, datetime.datetime) else True
    found: list[Any] = [
        {name: {"not": value}},
        {name: {"not_in": [value]}},
        {name: {"in": [value, VALUES[name]]}},
        {name: {"lt" if is_more else "gt": value}},
        {name: {"lte" if is_more else "gte": value}},
        {"NOT": {name: value}},
    ]
    missed: list[Any] = [
        {name: value},
        {name: {"equals": value}},
        {name: {"in": [value]}},
        {name: {"gt" if is_more else "lt": value}},
    ]
    if value == 1e-60:
        found = [*found[:3], {name: {"gt": value}}]
        missed = [*missed[:3], {name: {"lt": value}}]
    for where in found:
        assert both.everything.count(where) == 1, where
    for where in missed:
        assert both.everything.count(where) == 0, where


def test_a_list_out_of_range_has_nothing(both: Client) -> None:
    both.everything.create({**MINIMAL, "ints": [1, 2]})
    for where, count in (
        ({"has": 2**31}, 0),
        ({"has_every": [1, 2**31]}, 0),
        ({"has_some": [1, 2**31]}, 1),
        ({"has_some": [2**31]}, 0),
        ({"equals": [1, 2**31]}, 0),
    ):
        assert both.everything.count({"ints": where}) == count, where  # type: ignore[typeddict-item]


def test_in_takes_any_collection(both: Client) -> None:
    both.everything.create({**MINIMAL, "int": 7, "text": "b"})

    def generated() -> Iterator[int]:
        yield 7

    collections: list[Any] = [
        [7],
        (7,),
        {7},
        frozenset({7}),
        {7: "x"}.keys(),
        {"x": 7}.values(),
        range(7, 8),
        generated(),
        iter([7]),
        map(int, "7"),
    ]
    for values in collections:
        assert both.everything.count({"int": {"in": values}}) == 1
    assert both.everything.count({"int": {"in": []}}) == 0
    assert both.everything.count({"int": {"not_in": set()}}) == 1
    insensitive: Any = {"in": {"B"}, "mode": "insensitive"}
    assert both.everything.count({"text": insensitive}) == 1
    made = both.everything.create({**MINIMAL, "ints": {3: 0}.keys(), "texts": {"a"}})  # type: ignore[typeddict-item]
    assert (made.ints, made.texts) == ([3], ["a"])


def test_values_that_are_as_good(both: Client) -> None:
    """Of a subclass, or of a type that converts without a loss."""

    class Number(enum.IntEnum):
        SEVEN = 7

    class Word(enum.StrEnum):
        B = "b"

    data: Any = {
        **MINIMAL,
        "int": Number.SEVEN,
        "float": 7,
        "text": Word.B,
        "uuid": str(uuid.UUID(int=5)),
        "bytes": bytearray(b"x"),
        "json": types.MappingProxyType({"a": (1, 2)}),
        "decimal": 5,
    }
    row = both.everything.create(data)
    assert (row.int, row.float, row.text) == (7, 7.0, "b")
    assert (row.uuid, row.bytes) == (uuid.UUID(int=5), b"x")
    assert row.json == {"a": [1, 2]}
    assert row.decimal == 5
    assert both.everything.count({"uuid": str(uuid.UUID(int=5))}) == 1  # type: ignore[typeddict-item]


@pytest.mark.parametrize(
    ("name", "value", "rest"),
    [
        ("ints", 1, [2]),
        ("texts", 'a,"b"', ["", "\\"]),
        ("citexts", "A", ["b"]),
        ("timestamps", VALUES["timestamp"], []),
        ("decimals", decimal.Decimal("0.1"), [decimal.Decimal(2)]),
        ("uuids", uuid.UUID(int=1), [uuid.UUID(int=2)]),
        ("inets", "10.0.0.1", ["::1"]),
        ("bits", "101", ["1"]),
        ("jsons", {"a": 1}, [{"a": 2}, None]),
        ("blobs", b"\x00", [b""]),
        ("statuses", enums.ReviewStatus.DRAFT, [enums.ReviewStatus.IN_REVIEW]),
        ("booleans", True, [False]),
    ],
)
def test_push_and_pull(both: Client, name: str, value: Any, rest: list[Any]) -> None:
    row = both.everything.create({**MINIMAL, name: rest})

    def changed(operation: str, operand: Any) -> list[Any]:
        data: Any = {name: {operation: operand}}
        after = both.everything.update({"id": row.id}, data)
        values: list[Any] = getattr(after, name)
        return values

    assert changed("push", value) == [*rest, value]
    assert changed("push", [value]) == [*rest, value, value]
    assert changed("pull", value) == rest
    assert changed("pull", {}.values()) == rest
    assert changed("push", [value, *rest]) == [*rest, value, *rest]
    assert changed("pull", [value, *rest]) == []
    both.execute_raw(f'UPDATE "Everything" SET {name} = NULL')  # type: ignore[arg-type]
    assert changed("pull", value) == []
    both.execute_raw(f'UPDATE "Everything" SET {name} = NULL')  # type: ignore[arg-type]
    assert changed("push", value) == [value]


def test_json_goes_through_as_it_is(both: Client) -> None:
    values: list[Any] = [
        {"text": "\\u0000", "quote": '"', "zone": "Zürich \U0001f600"},
        ["\\\\u0000", {"": []}, -0.5, 1.5e-30, 2**70],
        "plain",
        0,
    ]
    for value in values:
        row = both.everything.create({**MINIMAL, "json": value, "jsonb": value})
        assert (row.json, row.jsonb) == (value, value)
    both.execute_raw('UPDATE "Everything" SET json = \'  {"a" : 1 } \'::json')
    stored = both.everything.find_many()
    assert all(row.json == {"a": 1} for row in stored)
    assert json.dumps(stored[0].json) == '{"a": 1}'
