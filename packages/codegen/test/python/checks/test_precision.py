"""A row is found by the value that was written, where the column keeps less of it."""

import asyncio
import datetime
import decimal
import operator
from datetime import timedelta
from typing import Any

import pytest
from org_db_client import AsyncClient, Client, InvalidValueError

UTC = datetime.UTC
BERLIN = datetime.timezone(timedelta(hours=2))
D = decimal.Decimal


def at(*time: int, year: int = 2024) -> datetime.datetime:
    return datetime.datetime(year, 2, 29 if year == 2024 else 28, *time, tzinfo=UTC)


#: A column, a value, and what the column keeps of it: rounded, a half away from the
#: year 2000 and from zero, as PostgreSQL does it.
KEPT: list[tuple[str, Any, Any]] = [
    ("moment", at(12, 0, 0, 123456), at(12, 0, 0, 123000)),
    ("moment", at(12, 0, 0, 123500), at(12, 0, 0, 124000)),
    ("moment", at(12, 0, 0, 999999), at(12, 0, 1)),
    ("moment", at(12, 0, 0, 123500, year=1999), at(12, 0, 0, 123000, year=1999)),
    ("moment", at(12, 0, 0, 1, year=1900), at(12, 0, 0, year=1900)),
    ("second", at(12, 0, 0, 500000), at(12, 0, 1)),
    ("second", at(12, 0, 0, 499999), at(12, 0, 0)),
    ("zoned", at(12, 0, 0, 123456).astimezone(BERLIN), at(12, 0, 0, 123000)),
    ("time", datetime.time(1, 2, 3, 4500), datetime.time(1, 2, 3, 5000)),
    ("time", datetime.time(1, 2, 3, 4, tzinfo=BERLIN), datetime.time(23, 2, 3)),
    ("time", at(23, 0, 0, 1).astimezone(BERLIN), datetime.time(23)),
    (
        "timetz",
        datetime.time(1, 2, 3, 4500, tzinfo=BERLIN),
        datetime.time(1, 2, 3, 5000, tzinfo=BERLIN),
    ),
    ("day", at(23, 30).astimezone(BERLIN), datetime.date(2024, 2, 29)),
    ("price", D("1.005"), D("1.01")),
    ("price", D("-1.005"), D("-1.01")),
    ("price", D("2.5"), D("2.50")),
    ("price", 0.125, D("0.13")),
    ("price", D("NaN"), D("NaN")),
    ("whole", D("2.5"), D(3)),
    ("real", 0.1, 0.1),
    ("real", 1 / 3, 0.33333334),
    ("money", D("1.005"), D("1.01")),
    ("char", "ab", "ab   "),
    ("char", "ab   ", "ab   "),
    ("char", "abcde   ", "abcde"),
    ("varchar", "abcde   ", "abcde"),
    ("varchar", "ab   ", "ab   "),
    ("inet", "10.0.0.1/32", "10.0.0.1"),
    ("inet", "FE80::1", "fe80::1"),
]

LISTS: list[tuple[str, Any, Any]] = [
    ("moments", at(12, 0, 0, 123500), at(12, 0, 0, 124000)),
    ("times", datetime.time(1, 2, 3, 500000), datetime.time(1, 2, 4)),
    ("prices", D("1.005"), D("1.01")),
    ("reals", 1 / 3, 0.33333334),
    ("chars", "ab", "ab   "),
    ("varchars", "abcde   ", "abcde"),
]


@pytest.mark.parametrize(("name", "given", "kept"), KEPT)
def test_found_by_what_was_written(
    db: Client, name: str, given: Any, kept: Any
) -> None:
    made = db.precise.create({name: given})  # type: ignore[misc]
    if given == given:
        assert getattr(made, name) == kept
    else:
        assert getattr(made, name).is_nan()
    assert str(db.precise.find_many()) == str([made])
    # By what was given, and by what was got.
    for value in (given, getattr(made, name)):
        found: list[Any] = [
            {name: value},
            {name: {"equals": value}},
            {name: {"in": [value]}},
            {name: {"lte": value, "gte": value}},
            {"NOT": {name: {"not": value}}},
            {"NOT": {name: {"not_in": [value]}}},
        ]
        missed: list[Any] = [
            {name: {"not": value}},
            {name: {"not_in": [value]}},
            {name: {"lt": value}},
            {name: {"gt": value}},
        ]
        if isinstance(kept, str):
            found += [
                {name: {"equals": value.swapcase(), "mode": "insensitive"}},
                {name: {"in": [value.swapcase()], "mode": "insensitive"}},
                {"NOT": {name: {"not": value.swapcase(), "mode": "insensitive"}}},
            ]
        for where in found:
            assert db.precise.count(where) == 1, where
        for where in missed:
            assert db.precise.count(where) == 0, where
    changed: Any = {name: {"set": given}}
    assert db.precise.update_many({name: given}, data=changed) == 1  # type: ignore[misc]
    assert db.precise.delete_many({name: given}) == 1  # type: ignore[misc]


@pytest.mark.parametrize(("name", "given", "kept"), LISTS)
def test_lists(db: Client, name: str, given: Any, kept: Any) -> None:
    made = db.precise.create({name: [given]})  # type: ignore[misc]
    assert getattr(made, name) == [kept]
    wheres: list[Any] = [
        {"equals": [given]},
        {"has": given},
        {"has_every": [given]},
        {"has_some": [given]},
    ]
    for where in wheres:
        assert db.precise.count({name: where}) == 1, where  # type: ignore[misc]
    pushed = db.precise.update({"id": made.id}, {name: {"push": [given]}})  # type: ignore[misc]
    assert getattr(pushed, name) == [kept, kept]


def test_keys(db: Client) -> None:
    given = at(12, 0, 0, 123456)
    made = db.precise.create({"moment": given})
    assert db.precise.find_unique({"moment": given}) == made
    rounded = at(12, 0, 0, 123000)
    # Alike or not, the key that is looked for is the one that is there.
    for where, create in ((given, given), (given, rounded), (rounded, given)):
        row = db.precise.upsert(
            {"moment": where}, create={"moment": create}, update={"real": 1}
        )
        assert row.id == made.id
    pair: Any = {"price": D("1.005"), "char": "ab"}
    made = db.precise.create(pair)
    assert db.precise.find_unique(pair) == made
    assert db.precise.upsert(pair, create=pair, update={}).id == made.id
    assert db.precise.create_many([pair], skip_duplicates=True) == 0
    assert db.precise.delete({"moment": given}) is not None
    assert db.precise.count() == 1


def test_the_time_of_a_write(db: Client) -> None:
    made = db.precise.create({})
    assert made.touched.microsecond % 1000 == 0
    assert db.precise.count({"touched": made.touched}) == 1
    changed = db.precise.update({"id": made.id}, {"real": 2})
    assert changed is not None
    assert db.precise.count({"touched": changed.touched}) == 1


def test_arithmetic_is_rounded_in_the_end(db: Client) -> None:
    made = db.precise.create({"price": D(8), "whole": D(8)})
    for name in ("price", "whole"):
        for act, sign in (("multiply", operator.mul), ("divide", operator.truediv)):
            db.precise.update({"id": made.id}, {name: D(8)})  # type: ignore[misc]
            change: Any = {name: {act: D("1.125")}}
            row = db.precise.update({"id": made.id}, change)
            digits = D("0.01") if name == "price" else D(1)
            assert getattr(row, name) == sign(D(8), D("1.125")).quantize(digits)
    row = db.precise.update({"id": made.id}, {"price": {"increment": D("0.001")}})
    assert row is not None
    assert row.price == D("7.11")


def test_conditions_beyond_the_column(db: Client) -> None:
    made = db.precise.create({"price": D(8), "moment": at(12), "varchar": "abcde"})
    for where in (
        {"price": {"lt": D(10) ** 30, "gt": D(-10) ** 31}},
        {"moment": {"lt": datetime.datetime.max, "gt": datetime.datetime.min}},
        {"varchar": {"not": "abcdefgh"}},
    ):
        assert db.precise.count(where) == 1, where  # type: ignore[arg-type]
    assert db.precise.count({"varchar": "abcdefgh"}) == 0
    assert db.precise.count({"prices": {"has": D(10) ** 30}}) == 0
    with pytest.raises(InvalidValueError, match="too long"):
        db.precise.update({"id": made.id}, {"varchar": "abcdefgh"})
    with pytest.raises(InvalidValueError, match="overflow"):
        db.precise.update({"id": made.id}, {"price": D(10) ** 30})


def test_patterns_on_padded_text(db: Client) -> None:
    db.precise.create({"char": "aBc"})
    for where in (
        {"ends_with": "Bc"},
        {"starts_with": "aB"},
        {"contains": "aBc"},
        {"ends_with": "bC", "mode": "insensitive"},
    ):
        assert db.precise.count({"char": where}) == 1, where  # type: ignore[typeddict-item]
    assert db.precise.count({"char": {"ends_with": " "}}) == 0


def test_a_column_that_keeps_more_by_now(url: str, db: Client) -> None:
    """What this version of the schema rounds stays rounded on a newer database."""
    db.execute_raw('ALTER TABLE "Precise" ALTER moment TYPE timestamp(6)')
    db.execute_raw('ALTER TABLE "Precise" ALTER price TYPE numeric(20, 6)')
    try:
        given: Any = {"moment": at(12, 0, 0, 123456), "price": D("1.23456")}
        made = db.precise.create(given)
        assert (made.moment, made.price) == (at(12, 0, 0, 123000), D("1.23"))
        assert db.precise.count(given) == 1
    finally:
        db.execute_raw('ALTER TABLE "Precise" ALTER moment TYPE timestamp(3)')
        db.execute_raw('ALTER TABLE "Precise" ALTER price TYPE numeric(10, 2)')


def test_async(url: str, db: Client) -> None:
    async def scenario() -> None:
        async with AsyncClient(url) as client:
            given: Any = {"moment": datetime.datetime.now(UTC), "price": D("1.005")}
            made = await client.precise.create(given)
            assert await client.precise.find_many(given) == [made]

    asyncio.run(scenario())
