"""pydantic's functions, for dataclasses."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

PYDANTIC_V2 = True


def model_json_schema(model: Any) -> Any:
    return TypeAdapter(model).json_schema()


def model_parse(model: Any, value: Any) -> Any:
    return TypeAdapter(model).validate_python(value)


def model_parse_json(model: Any, value: str) -> Any:
    return TypeAdapter(model).validate_json(value)


def model_dict(row: Any, exclude: set[str] | None = None) -> Any:
    return {
        key: value for key, value in row.to_dict().items() if key not in (exclude or ())
    }


def model_json(row: Any, exclude: set[str] | None = None) -> str:
    adapter = TypeAdapter(type(row))
    return adapter.dump_json(row, exclude=exclude).decode()
