"""Conditions that only compare fields with values, which most are.

What their names lead to is kept: of those that were met before only the values are
encoded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..errors import InvalidValueError
from .filters import ColumnField
from .operators import Value
from .tokens import Shape, Token

#: Behind the names of each field.
_NEXT = object()
#: What has more in it than a value.
_NO_VALUE = frozenset((list, tuple, type(None)))
#: So many are kept: their names are the caller's.
_KEPT = 500


class Plan:
    """What the names of comparisons lead to."""

    __slots__ = ("encoders", "rows_sql", "tokens")

    def __init__(
        self, tokens: list[Token], encoders: list[Callable[[Any], bytes]]
    ) -> None:
        self.tokens = tokens
        #: What encodes the value of each.
        self.encoders = encoders
        #: What reads every whole row that meets them; once it was asked for.
        self.rows_sql: str | None = None


class Comparisons:
    """The comparisons in a ``where``."""

    __slots__ = ("_fields", "_plans")

    def __init__(self, fields: Mapping[str, object]) -> None:
        self._fields = fields
        self._plans: dict[tuple[object, ...], Plan | None] = {}

    def add(self, where: Mapping[str, Any], shape: Shape) -> bool:
        """Adds the conditions to a shape; False, and nothing, if there are others."""
        found = self.find(where)
        if found is None:
            return False
        plan, texts = found
        shape.tokens += plan.tokens
        shape.values += texts
        return True

    def find(self, where: Mapping[str, Any]) -> tuple[Plan, list[bytes | None]] | None:
        """The plan of the conditions and their values; None if there are others."""
        try:
            items = where.items()
        except AttributeError:
            # It is no dict, which is for the walk to say.
            return None
        names: list[object] = []
        values: list[Any] = []
        for name, value in items:
            names.append(name)
            kind = value.__class__
            if kind is dict:
                names += value
                values += value.values()
            elif kind in _NO_VALUE:
                return None
            else:
                names.append("equals")
                values.append(value)
            names.append(_NEXT)
        key = tuple(names)
        plan = self._plans.get(key)
        if plan is None:
            if key in self._plans:
                return None
            if len(self._plans) >= _KEPT:
                self._plans.clear()
            plan = self._plans[key] = self._planned(where)
            if plan is None:
                return None
        try:
            return plan, [
                encode(value)
                for encode, value in zip(plan.encoders, values, strict=True)
            ]
        except InvalidValueError:
            # It may be NULL, or another field, or of a wider type.
            return None

    def _planned(self, where: Mapping[str, Any]) -> Plan | None:
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
        return Plan(tokens, encoders)
