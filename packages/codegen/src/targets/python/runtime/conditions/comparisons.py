"""Conditions that only compare fields with values, which most are.

What their names lead to is kept: of those that were met before only the values are
encoded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from ..errors import InvalidValueError
from .filters import ColumnField
from .operators import Value
from .tokens import Shape, Token

#: The tokens, and what encodes the value of each.
_Plan: TypeAlias = tuple[list[Token], list[Callable[[Any], bytes]]]

#: Behind the names of each field.
_NEXT = object()
#: What has more in it than a value.
_NO_VALUE = frozenset((list, tuple, type(None)))
#: So many are kept: their names are the caller's.
_KEPT = 500


class Comparisons:
    """The comparisons in a ``where``."""

    __slots__ = ("_fields", "_plans")

    def __init__(self, fields: Mapping[str, object]) -> None:
        self._fields = fields
        self._plans: dict[tuple[object, ...], _Plan | None] = {}

    def add(self, where: Mapping[str, Any], shape: Shape) -> bool:
        """Adds the conditions to a shape; False, and nothing, if there are others."""
        names: list[object] = []
        values: list[Any] = []
        for name, value in where.items():
            names.append(name)
            kind = value.__class__
            if kind is dict:
                names += value
                values += value.values()
            elif kind in _NO_VALUE:
                return False
            else:
                names.append("equals")
                values.append(value)
            names.append(_NEXT)
        key = tuple(names)
        plan = self._plans.get(key)
        if plan is None:
            if key in self._plans:
                return False
            if len(self._plans) >= _KEPT:
                self._plans.clear()
            plan = self._plans[key] = self._planned(where)
            if plan is None:
                return False
        tokens, encoders = plan
        try:
            texts = [encode(x) for encode, x in zip(encoders, values, strict=True)]
        except InvalidValueError:
            # It may be NULL, or another field, or of a wider type.
            return False
        shape.tokens += tokens
        shape.values += texts
        return True

    def _planned(self, where: Mapping[str, Any]) -> _Plan | None:
        tokens: list[Token] = []
        encoders: list[Callable[[Any], bytes]] = []
        for name, value in where.items():
            field = self._fields.get(name)
            if type(field) is not ColumnField:
                return None
            operators = field.operators(folding=False)
            named: Iterable[str] = value if value.__class__ is dict else ("equals",)
            for operator in named:
                found = operators.get(operator)
                if not isinstance(found, Value) or found.is_search:
                    return None
                tokens.append(found.leaf)
                encoders.append(found.encode)
        return tokens, encoders
