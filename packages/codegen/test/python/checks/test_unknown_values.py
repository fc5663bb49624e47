"""Enum values that only a newer database has."""

import copy
import json
import pickle
from typing import Any

import psycopg
import pytest
from both_colours import Blocking
from conftest import URL
from org_db_client import (
    AsyncClient,
    Client,
    UnknownEnumValueError,
    UnknownValue,
    enums,
    is_unknown,
)
from test_values import MINIMAL

NEWER = "newer"


@pytest.fixture(scope="module", autouse=True)
def newer_enum() -> None:
    with psycopg.connect(URL, autocommit=True) as connection:
        connection.execute("ALTER TYPE review_status ADD VALUE IF NOT EXISTS 'newer'")


def with_newer(db: Client) -> Any:
    row = db.everything.create(MINIMAL)
    db.execute_raw(
        "UPDATE \"Everything\" SET status = 'newer', statuses = '{draft,newer}'"
    )
    return row.id


def test_it_is_kept_with_its_text(both: Client) -> None:
    key = {"id": with_newer(both)}
    row: Any = both.everything.find_unique(key)  # type: ignore[arg-type]
    assert isinstance(row.status, UnknownValue)
    assert is_unknown(row.status)
    assert not is_unknown(row.statuses[0])
    assert row.status == NEWER
    assert row.statuses == [enums.ReviewStatus.DRAFT, NEWER]
    assert isinstance(row.statuses[1], UnknownValue)
    assert (row.status.value, row.status.name) == (NEWER, NEWER)
    # It is found by itself, and can be written back.
    assert both.everything.count({"status": row.status}) == 1
    assert both.everything.count({"status": {"in": {row.status}}}) == 1
    assert both.everything.count({"statuses": {"has": row.status}}) == 1
    changed = both.everything.update(key, {"status": enums.ReviewStatus.DRAFT})  # type: ignore[arg-type]
    assert changed is not None
    assert changed.status is enums.ReviewStatus.DRAFT
    again: Any = {"status": row.status, "statuses": row.statuses}
    changed = both.everything.update(key, again)  # type: ignore[arg-type]
    assert changed == row


def test_a_write_that_returns_it_is_kept(both: Client) -> None:
    key: Any = {"id": with_newer(both)}
    changed = both.everything.update(key, {"int": 5})
    assert changed is not None
    assert changed.status == NEWER
    assert both.everything.count({"int": 5}) == 1


@pytest.mark.parametrize("colour", ["sync", "async"])
def test_a_client_that_does_not_want_it(db: Client, colour: str) -> None:
    key: Any = {"id": with_newer(db)}
    with Blocking(
        Client, AsyncClient, URL, colour, unknown_enum_values="raise"
    ) as client:
        for read in (
            lambda: client.everything.find_many(),
            lambda: client.everything.update(key, {"int": 5}),
        ):
            with pytest.raises(UnknownEnumValueError, match="ReviewStatus") as error:
                read()
            assert error.value.value == NEWER
            assert error.value.model == "Everything"
            assert error.value.fields == ("status",)
            assert f"id={key['id']}" in str(error.value)
    assert db.everything.count({"int": 5}) == 0


def test_a_value_of_its_own() -> None:
    value = UnknownValue(NEWER)
    assert repr(value) == "UnknownValue('newer')"
    assert (str(value), f"{value}", "".join([value])) == (NEWER,) * 3
    assert hash(value) == hash(NEWER)
    assert {value: 1}[NEWER] == 1
    assert json.dumps({"status": value}) == '{"status": "newer"}'
    for copied in (
        copy.copy(value),
        copy.deepcopy(value),
        pickle.loads(pickle.dumps(value)),
    ):
        assert copied == value
        assert isinstance(copied, UnknownValue)
    assert value not in set(enums.ReviewStatus)
    assert sorted([value, enums.ReviewStatus.DRAFT]) == ["draft", NEWER]
