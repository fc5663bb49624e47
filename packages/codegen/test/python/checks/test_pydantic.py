"""Every type of column, as a service reads and writes it in JSON."""

import base64
import json
import typing
import uuid
import warnings

import pytest
from org_db_client import Client, UnknownValue, enums, inputs, models
from pydantic import TypeAdapter, ValidationError

from test_values import VALUES

EVERYTHING: typing.Any = TypeAdapter(models.Everything)
CREATE: typing.Any = TypeAdapter(inputs.EverythingCreate)


@pytest.fixture
def row(db: Client) -> models.Everything:
    return db.everything.create(typing.cast(typing.Any, VALUES))


def test_a_document_of_a_row_becomes_the_row(row: models.Everything) -> None:
    document = EVERYTHING.dump_json(row)
    assert EVERYTHING.validate_json(document) == row
    # A service parses the document before.
    assert EVERYTHING.validate_python(json.loads(document)) == row
    assert EVERYTHING.validate_python(row.to_dict()) == row


def test_a_document_of_an_input_becomes_the_input(db: Client) -> None:
    document = CREATE.dump_json(VALUES)
    for values in (
        CREATE.validate_json(document),
        CREATE.validate_python(json.loads(document)),
    ):
        assert values == VALUES
        row = db.everything.create({**values, "uuid": uuid.uuid4()})
        assert row.decimal == VALUES["decimal"]
        assert row.blobs == VALUES["blobs"]


def test_bytes_are_base64_in_a_document(row: models.Everything) -> None:
    written = json.loads(EVERYTHING.dump_json(row))["bytes"]
    assert base64.b64decode(written) == bytes(range(256))
    schema = EVERYTHING.json_schema()["properties"]["bytes"]
    assert schema.items() >= {"type": "string", "contentEncoding": "base64"}.items()
    with pytest.raises(ValidationError, match="bytes"):
        EVERYTHING.validate_python({**row.to_dict(), "bytes": "&"})


def test_null_of_json_is_the_null_of_a_document() -> None:
    values = {**VALUES, "jsonb": None}
    assert CREATE.validate_json(CREATE.dump_json(values)) == values


def test_a_value_that_is_no_member_is_written_as_it_is(row: models.Everything) -> None:
    unknown = typing.cast(enums.ReviewStatus, UnknownValue("archived"))
    row.status = unknown
    row.mood = typing.cast(enums.Mood, UnknownValue("so so"))
    row.statuses = [enums.ReviewStatus.DRAFT, unknown]
    with warnings.catch_warnings(action="error"):
        written = json.loads(EVERYTHING.dump_json(row))
    assert written["status"] == "archived"
    assert written["mood"] == "so so"
    assert written["statuses"] == ["draft", "archived"]
    with pytest.raises(ValidationError, match="status"):
        EVERYTHING.validate_json(EVERYTHING.dump_json(row))
    schema = EVERYTHING.json_schema()["properties"]
    assert schema["status"]["$ref"] == "#/$defs/ReviewStatus"


def test_all_rows_and_inputs_have_schemas_and_type_hints() -> None:
    found = [value for value in vars(models).values() if isinstance(value, type)]
    created = [
        value
        for name, value in vars(inputs).items()
        if isinstance(value, type) and name.endswith(("Create", "Update"))
    ]
    assert len(found) > 10
    assert len(created) > 10
    for model in (*found, *created):
        typing.get_type_hints(model)
        if hasattr(model, "__match_args__") or model in created:
            adapter: TypeAdapter[typing.Any] = TypeAdapter(model)
            assert adapter.json_schema(mode="serialization")
            assert adapter.json_schema(mode="validation")
