"""Columns to compare a column with: ``db.post.fields.views``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeGuard

from typing_extensions import TypeVar

from .table import Table

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class FieldRef(Generic[T_co]):
    """The value that the same row has in another field."""

    model: str
    field: str


class Fields:
    """An attribute for each field of a model that a condition can name."""

    def __init__(self, table: Table[object]) -> None:
        self._table = table

    def __getattr__(self, name: str) -> FieldRef[object]:
        names = [column.name for column in self._table.columns]
        if name not in names:
            raise AttributeError(
                f"{self._table.name} has no field {name!r}. "
                f"Its fields: {', '.join(names)}."
            )
        return FieldRef(self._table.name, name)

    def __dir__(self) -> list[str]:
        return [column.name for column in self._table.columns]


def is_field_ref(value: object) -> TypeGuard[FieldRef[object]]:
    """Whether a condition names a field where others have a value."""
    return isinstance(value, FieldRef)
