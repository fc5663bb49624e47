"""Times: rounded once, in UTC, and what becomes of those that Python lacks."""

import datetime
import time
from collections.abc import Iterator
from typing import Any

import pytest
from both_colours import Blocking
from conftest import URL
from org_db_client import AsyncClient, Client, InvalidValueError
from test_values import MINIMAL

UTC = datetime.UTC
DATETIME = datetime.datetime
MAX = DATETIME.max.replace(tzinfo=UTC)
MIN = DATETIME.min.replace(tzinfo=UTC)


def now() -> DATETIME:
    """With all digits of a second, so that something is rounded."""
    moment = DATETIME.now(UTC)
    return moment if moment.microsecond % 1000 else moment.replace(microsecond=123456)


@pytest.mark.parametrize("name", ["moment", "second", "zoned"])
def test_a_moment_is_found_by_what_was_written(both: Client, name: str) -> None:
    moments = [now() + datetime.timedelta(seconds=n * 1.0005) for n in range(3)]
    rows = [both.precise.create({name: moment}) for moment in moments]  # type: ignore[misc]
    for moment, row in zip(moments, rows, strict=True):
        kept = getattr(row, name)
        for value in (moment, kept, moment.replace(tzinfo=None)):
            assert both.precise.count({name: value}) == 1  # type: ignore[misc]
            assert both.precise.find_many({name: {"in": {value}}}) == [row]  # type: ignore[misc]
            assert both.precise.count({name: {"lte": value, "gte": value}}) == 1  # type: ignore[misc]
    everything: Any = {name: {"in": set(moments)}}
    assert both.precise.count(everything) == 3
    assert both.precise.count({name: {"not_in": set(moments)}}) == 0  # type: ignore[misc]
    ordered = both.precise.find_many(order_by={name: "asc"})  # type: ignore[misc]
    assert ordered == rows
    both.precise.delete_many()
    assert both.precise.copy_in([{name: moment} for moment in moments]) == 3  # type: ignore[misc]
    assert both.precise.count(everything) == 3


def test_a_moment_that_is_a_key(both: Client) -> None:
    key = now()
    row = both.precise.create({"moment": key})
    assert both.precise.find_unique({"moment": key}) == row
    other = both.precise.create({"moment": key + datetime.timedelta(seconds=1)})
    after: Any = {"cursor": {"moment": key}, "order_by": {"moment": "asc"}, "skip": 1}
    assert both.precise.find_many(**after) == [other]
    for moment in (key, row.moment):
        same: Any = {"moment": moment}
        assert both.precise.upsert(same, create=same, update={"real": 1}).id == row.id
        assert both.precise.create_many([same], skip_duplicates=True) == 0
    assert both.precise.delete({"moment": key}) is not None


def test_a_list_of_moments(both: Client) -> None:
    moment = now()
    row = both.precise.create({"moments": [moment]})
    for where in (
        {"has": moment},
        {"equals": [moment]},
        {"has_every": {moment}},
        {"has_some": iter([moment])},
    ):
        assert both.precise.count({"moments": where}) == 1, where  # type: ignore[typeddict-item]
    changed = both.precise.update({"id": row.id}, {"moments": {"push": moment}})
    assert changed is not None
    assert changed.moments == row.moments * 2
    changed = both.precise.update({"id": row.id}, {"moments": {"pull": moment}})
    assert changed is not None
    assert changed.moments == []


def test_the_time_of_a_write(both: Client) -> None:
    row = both.precise.create({})
    assert both.precise.find_many({"touched": row.touched}) == [row]
    before = now()
    changed = both.precise.update({"id": row.id}, {"touched": before})
    assert changed is not None
    assert both.precise.count({"touched": before}) == 1


@pytest.fixture(params=["sync", "async"])
def away(request: pytest.FixtureRequest, db: Client) -> Iterator[Client]:
    """A client in a process and a session whose zones are not UTC."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        with Blocking(
            Client,
            AsyncClient,
            URL,
            request.param,
            options="-c TimeZone=America/New_York",
        ) as client:
            yield client
    time.tzset()


def test_a_plain_timestamp_is_in_utc(away: Client) -> None:
    """As the Node client writes and reads it."""
    moment = DATETIME(2024, 7, 1, 12, 30, tzinfo=UTC)
    tokyo = datetime.timezone(datetime.timedelta(hours=9))
    data: Any = {**MINIMAL, "timestamps": [moment]}
    for given in (moment, moment.replace(tzinfo=None), moment.astimezone(tokyo)):
        row = away.everything.create({**data, "timestamp": given, "timestamptz": given})
        assert row.timestamp == row.timestamptz == moment
        assert row.timestamp.tzinfo is row.timestamptz.tzinfo is UTC
        assert row.timestamps == [moment]
    stored: Any = 'SELECT DISTINCT "timestamp"::text AS t FROM "Everything"'
    assert away.query_raw(stored) == [{"t": "2024-07-01 12:30:00"}]
    assert away.everything.count({"timestamp": moment, "timestamptz": moment}) == 3


def test_a_nullable_moment(both: Client) -> None:
    row = both.watched.create({"number": 1, "moment": None})
    assert row.moment is None
    assert both.watched.find_many({"moment": None}) == [row]


FAR: list[tuple[str, str, Any]] = [
    ("moment", "infinity", MAX),
    ("moment", "-infinity", MIN),
    ("moment", "10000-01-01", MAX),
    ("moment", "294276-12-31 23:59:59.999", MAX),
    ("moment", "0044-03-15 BC", MIN),
    ("zoned", "infinity", MAX),
    ("zoned", "-infinity", MIN),
    ("zoned", "10000-01-01 00:00+00", MAX),
    ("zoned", "0044-03-15 00:00+00 BC", MIN),
    ("day", "infinity", datetime.date.max),
    ("day", "-infinity", datetime.date.min),
    ("day", "10000-01-01", datetime.date.max),
    ("day", "0044-03-15 BC", datetime.date.min),
    ("time", "24:00", datetime.time.max),
    ("timetz", "24:00+00", datetime.time.max.replace(tzinfo=UTC)),
]


@pytest.mark.parametrize("colour", ["sync", "async"])
@pytest.mark.parametrize(("name", "stored", "near"), FAR)
def test_what_python_has_no_value_for(
    db: Client, colour: str, name: str, stored: str, near: Any
) -> None:
    row = db.watched.create({"number": 1})
    change: Any = f'UPDATE "Watched" SET {name} = %s'
    db.execute_raw(change, [stored])
    with Blocking(Client, AsyncClient, URL, colour) as client:
        for read in (
            lambda: client.watched.find_many(),
            lambda: client.watched.update({"id": row.id}, {"number": 2}),
            lambda: client.watched.delete({"id": row.id}),
        ):
            with pytest.raises(InvalidValueError, match="far_times") as error:
                read()
            assert (error.value.model, error.value.fields) == ("Watched", (name,))
            assert f"id={row.id}" in str(error.value)
    # The error means that nothing was written.
    assert db.watched.count({"number": 1}) == 1
    with Blocking(Client, AsyncClient, URL, colour, far_times="clamp") as client:
        assert getattr(client.watched.find_first(), name) == near
        changed = client.watched.update({"id": row.id}, {"number": 2})
        assert getattr(changed, name) == near
        assert getattr(client.watched.delete({"id": row.id}), name) == near


@pytest.mark.parametrize("colour", ["sync", "async"])
def test_lists_of_them(db: Client, colour: str) -> None:
    db.everything.create(MINIMAL)
    db.execute_raw(
        "UPDATE \"Everything\" SET timestamps = '{infinity,-infinity}', "
        "dates = '{10000-01-01,0044-03-15 BC}'"
    )
    with Blocking(Client, AsyncClient, URL, colour) as client:
        with pytest.raises(InvalidValueError, match="Everything.timestamps holds"):
            client.everything.find_many()
    with Blocking(Client, AsyncClient, URL, colour, far_times="clamp") as client:
        row = client.everything.find_first_or_raise()
        assert row.timestamps == [MAX, MIN]
        assert row.dates == [datetime.date.max, datetime.date.min]


def test_the_edges_of_what_python_has(both: Client) -> None:
    for values in (
        {"moment": MIN, "day": datetime.date.min, "time": datetime.time.min},
        {"moment": MAX.replace(microsecond=999000), "day": datetime.date.max},
        {"zoned": MIN},
        {"zoned": MAX.replace(microsecond=0)},
        {"zoned": DATETIME(1800, 1, 1, tzinfo=UTC)},
    ):
        row = both.watched.create({"number": 1, **values})  # type: ignore[typeddict-item]
        for name, value in values.items():
            assert getattr(row, name) == value
            assert both.watched.find_first({name: value}) == row  # type: ignore[misc]


def test_zones_with_seconds(away: Client, db: Client) -> None:
    with Client(URL, options="-c TimeZone=Europe/Amsterdam") as client:
        # It was 19 minutes and 32 seconds ahead.
        moment = DATETIME(1930, 1, 1, 0, 0, 0, tzinfo=UTC)
        row = client.watched.create({"number": 1, "zoned": moment})
        assert row.zoned == moment
    offset = datetime.timezone(datetime.timedelta(minutes=19, seconds=32))
    assert away.watched.count({"zoned": moment.astimezone(offset)}) == 1


def test_decimals_come_back_as_they_were_written(both: Client) -> None:
    from decimal import Decimal

    for text in ("1.1", "0", "100", "-0.5", "1200", "0.000000000000000000000000000001"):
        row = both.everything.create({**MINIMAL, "decimal": Decimal(text)})
        assert f"{row.decimal:f}" == text
        assert str(row.decimal) == str(Decimal(text))
        assert both.everything.count({"decimal": Decimal(text)}) == 1
    row = both.everything.create({**MINIMAL, "decimals": [Decimal("1.10")]})
    assert str(row.decimals) == "[Decimal('1.1')]"
    # Of a column with so many digits it shows them.
    price = both.precise.create({"price": Decimal("2.5"), "prices": [Decimal(1)]})
    assert (str(price.price), str(price.prices[0])) == ("2.50", "1.00")
