"""Every type of column by COPY: what is read is what INSERT would have written."""

import datetime
import decimal
import uuid
from dataclasses import replace
from typing import Any

import pytest
from org_db_client import JSON_NULL, Client, InvalidValueError, enums
from org_db_client._runtime.writes.copying import Copy
from test_values import MINIMAL, MOMENT, UTC, VALUES

MONEY = "money"

#: Values that are not of the type that is usual for their column.
UNUSUAL: dict[str, Any] = {
    "text": enums.Mood.GOOD,
    "varchar": "20 and spaces behind      ",
    "char": "ab ",
    "inet": "::1",
    "bit": "010",
    "varbit": "",
    "int": True - 1,
    "float": 3,
    "real": 1e-45,
    "decimal": 12,
    "timestamp": MOMENT.replace(tzinfo=None, microsecond=123_456),
    "timestamptz": MOMENT.astimezone(datetime.timezone(datetime.timedelta(hours=-7))),
    "date": MOMENT,
    "time": MOMENT,
    "timetz": datetime.time(1, 2, 3),
    "json": "text",
    "jsonb": JSON_NULL,
    "bytes": bytearray(b"abc"),
    "status": "published",
    "mood": None,
    "uuid": str(uuid.UUID(int=7)),
    "texts": ("x", 'y"'),
    "ints": (),
    "decimals": [1, decimal.Decimal("2.5")],
    "floats": [1, 2.5],
    "timestamps": [MOMENT.replace(tzinfo=None)],
    "jsons": [],
}


WRONG: list[tuple[str, Any]] = [
    ("int", 2**31),
    ("int", 1.0),
    ("int", True),
    ("smallint", -(2**15) - 1),
    ("bigint", 2**63),
    ("oid", -1),
    ("real", 1e39),
    ("boolean", 1),
    ("float", "1"),
    ("decimal", "1"),
    ("text", 5),
    ("text", "a\0b"),
    ("varchar", "more than twenty characters"),
    ("bit", "01"),
    ("uuid", "no uuid"),
    ("inet", "no address"),
    ("date", "2024-01-01"),
    ("timestamp", 5),
    ("json", {"a": float("nan")}),
    ("jsonb", {"a": object()}),
    ("jsonb", "a\0b"),
    ("bytes", "text"),
    ("status", "nothing"),
    ("texts", "abc"),
    ("texts", ["a", None]),
    ("ints", [2**31]),
    ("statuses", ["nothing"]),
]


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows went by COPY each time."""
    counts: list[int] = []
    send = Copy.send

    def counting(self: Copy, target: str, rows: Any, connection: Any) -> Any:
        counts.append(len(rows))
        return send(self, target, rows, connection)

    monkeypatch.setattr(Copy, "send", counting)
    return counts


def test_values(db: Client, copied: list[int]) -> None:
    for name, value in [*VALUES.items(), *UNUSUAL.items()]:
        data: Any = {**MINIMAL, name: value}
        inserted = db.everything.create(data)
        db.everything.delete({"id": inserted.id})
        copied.clear()
        assert db.everything.copy_in([data]) == 1, name
        # The text of money is in the language of the server.
        assert copied == ([] if name == MONEY else [1]), name
        found = db.everything.find_first_or_raise()
        assert replace(found, id=inserted.id) == inserted, name
        db.everything.delete_many()


def test_every_value_at_once(db: Client, copied: list[int]) -> None:
    data: Any = {name: value for name, value in VALUES.items() if name != MONEY}
    assert db.everything.copy_in([data, {**data, "uuid": None}]) == 2
    assert copied == [2]
    for row in db.everything.find_many():
        for name, value in data.items():
            assert getattr(row, name) == value or name == "uuid", name


def test_wrong_values(db: Client) -> None:
    for name, value in WRONG:
        data: Any = {**MINIMAL, name: value}
        with pytest.raises(InvalidValueError) as failed:
            db.everything.copy_in([MINIMAL, data])
        # Some of it only the database knows, and it does not name the field.
        if failed.value.__cause__ is None:
            assert failed.value.fields == (name,)
    assert db.everything.count() == 0


def test_precision(db: Client) -> None:
    data: Any = {
        "moment": MOMENT.replace(microsecond=123_500),
        "second": MOMENT.replace(microsecond=999_999),
        "zoned": MOMENT.replace(microsecond=1_600),
        "time": datetime.time(1, 2, 3, 999_600),
        "price": decimal.Decimal("1.005"),
        "whole": decimal.Decimal("2.5"),
        "real": 0.1,
        "prices": [decimal.Decimal("0.125")],
        "moments": [MOMENT.replace(microsecond=500)],
    }
    inserted = db.precise.create(data)
    db.precise.delete({"id": inserted.id})
    assert db.precise.copy_in([data]) == 1
    found = db.precise.find_first_or_raise()
    assert replace(found, id=inserted.id, touched=inserted.touched) == inserted
    for name in data:
        assert db.precise.count({name: data[name]}) == 1, name  # type: ignore[misc]


def test_columns_that_have_grown_since(db: Client, copied: list[int]) -> None:
    """An older client on a newer database: its values are of the columns' types."""
    with pytest.raises(ZeroDivisionError), db.transaction() as tx:
        tx.execute_raw(
            'ALTER TABLE "Watched" ALTER number TYPE int8, '
            "ALTER moment TYPE timestamptz USING moment AT TIME ZONE 'UTC', "
            "ALTER state TYPE text, ALTER facts TYPE json"
        )
        data: Any = {"number": 5, "moment": MOMENT, "state": "published", "facts": [1]}
        assert tx.watched.copy_in([data]) == 1
        assert copied == [1]
        row = tx.query_raw('SELECT number, moment, state, facts FROM "Watched"')[0]
        assert (row["number"], row["facts"]) == (5, [1])
        assert row["moment"].astimezone(UTC) == MOMENT
        tx.execute_raw('ALTER TABLE "Watched" ALTER number TYPE numeric')
        assert tx.watched.copy_in([data]) == 1
        assert copied == [1]
        assert tx.watched.count() == 2
        raise ZeroDivisionError
