"""Fields to compare a field of the same row with: ``db.post.fields.likes``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeGuard

from typing_extensions import TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class FieldRef(Generic[T_co]):
    """The value that the same row has in another field."""

    model: str
    field: str


class Fields:
    """An attribute for each field of a model that a condition can name."""

    def __init__(self, model: str, names: Sequence[str]) -> None:
        self._model = model
        self._names = names

    def __getattr__(self, name: str) -> FieldRef[object]:
        if name not in self._names:
            raise AttributeError(
                f"{self._model} has no field {name!r}. "
                f"Its fields: {', '.join(self._names)}."
            )
        return FieldRef(self._model, name)

    def __dir__(self) -> Sequence[str]:
        return self._names


def is_field_ref(value: object) -> TypeGuard[FieldRef[object]]:
    """Whether a condition names a field where others have a value."""
    return isinstance(value, FieldRef)
