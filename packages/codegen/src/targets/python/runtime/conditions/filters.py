"""The filters of a field, by the kind of its values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..errors import ClientError, InvalidQueryError
from ..tables.bound_table import BoundTable, reference
from ..tables.field_refs import FieldRef
from ..tables.table import Column
from ..values.codecs import Codec, FilterKind, is_mapping
from .json_filters import add_json_filters, json_operators
from .operators import (
    Emptiness,
    Expression,
    FoldedMembers,
    Has,
    Members,
    Operator,
    Value,
    sign,
)
from .patterns import PATTERNS, pattern
from .tokens import ALL, END, NOT, Leaf, Shape

#: What stands beside filters and changes what they mean.
_ALSO: dict[str, list[str]] = {"text": ["mode"], "json": ["path", "mode"]}
#: What is surely no mapping: to ask whether it is one takes time.
_SINGLE = frozenset((str, int, bool, float, type(None)))
_ORDER = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}


class Field:
    """A column, or an aggregate of one, with its filters.

    They are prepared at their first use: a walk only looks them up.
    """

    __slots__ = ("_equals", "_expression", "_operators", "codec", "name", "nullable")

    def __init__(
        self, name: str, codec: Codec, expression: Expression, *, nullable: bool
    ) -> None:
        self.name = name
        self.codec = codec
        self._expression = expression
        self.nullable = nullable
        self._operators: dict[bool, dict[str, Operator]] = {}
        self._equals: Operator | None = None

    def condition(self, value: Any, shape: Shape) -> None:
        """Adds what a ``where`` says of the field: a value, or filters."""
        kind = value.__class__
        if kind is dict or (kind not in _SINGLE and is_mapping(value)):
            self.filter(value, shape)
            return
        if self._equals is None:
            self._equals = self.operators(folding=False)["equals"]
        self._equals.add(value, shape)

    def filter(self, filters: Mapping[str, Any], shape: Shape) -> None:
        """Adds a condition for each filter."""
        folding = "mode" in filters and self._is_folding(filters["mode"])
        operators = self._operators.get(folding) or self.operators(folding=folding)
        for name, value in filters.items():
            operator = operators.get(name)
            if operator is None:
                if name != "mode":
                    raise self.unknown(name)
                continue
            try:
                operator.add(value, shape)
            except ClientError as error:
                error.inside(name)
                raise

    def _is_folding(self, mode: object) -> bool:
        if self.codec.kind not in _ALSO:
            raise self.unknown("mode")
        if mode not in ("default", "insensitive"):
            message = f"Takes 'default' or 'insensitive', got {mode!r}."
            raise InvalidQueryError(message).inside("mode")
        return mode == "insensitive" and has_case(self.codec)

    def operators(self, *, folding: bool) -> dict[str, Operator]:
        """The operators by name; ``folding`` ones do not tell case apart."""
        found = self._operators.get(folding)
        if found is None:
            found = self._operators[folding] = _operators(self, folding)
        return found

    def unknown(self, name: str) -> InvalidQueryError:
        """The error for a filter that the field does not have."""
        names = list(self.operators(folding=False))
        names += _ALSO.get(self.codec.kind, [])
        return InvalidQueryError(
            f"{self.name} has no filter {name!r}. Allowed: {', '.join(names)}."
        ).inside(name)

    def expression(self, alias: str) -> str:
        """It in SQL."""
        return self._expression(alias)

    def comparable(self, alias: str) -> str:
        """It as something that has equality."""
        sql, compare_as = self.expression(alias), self.codec.compare_as
        return sql if compare_as is None else f"{sql}::{compare_as}"

    def text(self, alias: str) -> str:
        """It as text."""
        sql = self.expression(alias)
        return sql if self.codec.is_textual else f"{sql}::text"

    def other(self, ref: FieldRef[Any], fits: Callable[[Codec], bool]) -> Field:
        """Another field of the row, whose type has to fit."""
        raise InvalidQueryError(f"{self.name} is compared with values only.")


class ColumnField(Field):
    """A column with its filters."""

    __slots__ = ("_table",)

    def __init__(self, table: BoundTable[Any], column: Column) -> None:
        super().__init__(
            column.name,
            column.codec,
            lambda alias: reference(column, alias),
            nullable=column.nullable,
        )
        self._table = table

    def other(self, ref: FieldRef[Any], fits: Callable[[Codec], bool]) -> Field:
        """Another field of the row, whose type has to fit."""
        table = self._table
        column = table.by_name.get(ref.field) if ref.model == table.table.name else None
        if column is None:
            raise InvalidQueryError(
                f"{ref.model}.{ref.field} is no field of {table.table.name}, whose row "
                "it is compared in."
            )
        if not fits(column.codec):
            raise InvalidQueryError(
                f"{self.name} is not compared with {column.name}: their types differ."
            )
        return ColumnField(table, column)


class JsonField(ColumnField):
    """A column of JSON with its filters."""

    __slots__ = ("_at_path",)

    def __init__(self, table: BoundTable[Any], column: Column) -> None:
        super().__init__(table, column)
        self._at_path: dict[bool, dict[str, Operator]] = {}

    def filter(self, filters: Mapping[str, Any], shape: Shape) -> None:
        """Adds a condition for each filter."""
        folding = "mode" in filters and self._is_folding(filters["mode"])
        known = self._at_path if "path" in filters else self._operators
        operators = known.get(folding)
        if operators is None:
            operators = known[folding] = json_operators(
                self,
                nullable=self.nullable,
                path="path" in filters,
                folding=folding,
            )
        add_json_filters(operators, filters, shape, self.unknown)


class Negation:
    """``not``: a value that it is not, or filters of which none is met."""

    __slots__ = ("_differs", "_field", "_folding")

    def __init__(self, field: Field, differs: Operator, *, folding: bool) -> None:
        self._field = field
        self._differs = differs
        self._folding = folding

    def add(self, value: Any, shape: Shape) -> None:
        """Adds the condition."""
        if not is_mapping(value):
            self._differs.add(value, shape)
            return
        mode: dict[str, object] = {}
        if self._folding or "mode" in value:
            mode["mode"] = value.get("mode", "insensitive")
        shape.tokens.append(ALL)
        for name, operand in value.items():
            if name != "mode":
                shape.tokens.append(NOT)
                self._field.filter({**mode, name: operand}, shape)
        shape.tokens.append(END)


def has_case(codec: Codec) -> bool:
    """Whether upper and lower case differ; addresses and bits mean something else."""
    return codec.sql_type not in ("inet", "varbit")


def _equality(field: Field, folding: bool) -> dict[str, Operator]:
    null = Leaf(lambda alias, _place: f"{field.expression(alias)} IS NULL")
    not_null = Leaf(lambda alias, _place: f"{field.expression(alias)} IS NOT NULL")
    differs = _comparison(field, "<>", folding, not_null)
    members = FoldedMembers if folding else Members
    return {
        "equals": _comparison(field, "=", folding, null),
        "not": Negation(field, differs, folding=folding),
        "in": members(field, "in", "= ANY"),
        "not_in": members(field, "not_in", "<> ALL"),
    }


def _comparison(
    field: Field, operator: str, folding: bool, null: Leaf | None = None
) -> Operator:
    if folding:
        return Value(
            field,
            lambda left, right: f"lower({left}) {operator} lower({right})",
            left=field.text,
            right=lambda other: other.text,
            cast="text",
            null=null,
        )
    return Value(field, sign(operator), null=null)


def _ordered(field: Field, folding: bool) -> dict[str, Operator]:
    order = {name: _comparison(field, op, folding) for name, op in _ORDER.items()}
    return _equality(field, folding) | order


def _text(field: Field, folding: bool) -> dict[str, Operator]:
    patterns = {name: Pattern(field, name, folding=folding) for name in PATTERNS}
    return {
        **_ordered(field, folding),
        **patterns,
        # The words of Prisma Client Python.
        "startswith": patterns["starts_with"],
        "endswith": patterns["ends_with"],
        "search": Search(field, field.text),
    }


#: The same of two columns, where nothing can be escaped beforehand.
_PARTS: dict[str, Callable[[str, str], str]] = {
    "contains": lambda left, right: f"strpos({left}, {right}) > 0",
    "starts_with": lambda left, right: f"starts_with({left}, {right})",
    "ends_with": lambda left, right: f"right({left}, length({right})) = {right}",
}


class Pattern(Value):
    """A part of a text."""

    __slots__ = ("_part",)

    def __init__(self, field: Field, name: str, *, folding: bool) -> None:
        super().__init__(
            field,
            sign("ILIKE" if folding else "LIKE"),
            left=field.text,
            cast="text",
            encode=pattern(field.codec, name),
        )
        part = _PARTS[name]
        self._part: Callable[[str, str], str] = part
        if folding:
            self._part = lambda a, b: part(f"lower({a})", f"lower({b})")

    def with_field(self, ref: FieldRef[Any]) -> Leaf:
        """The condition on what another field of the row holds."""
        part, subject = self._part, self.subject
        other = subject.other(ref, lambda codec: codec.kind == "text")
        return Leaf(lambda alias, _place: part(subject.text(alias), other.text(alias)))


class Search(Value):
    """Whether a text, or several texts together, have the words of a query."""

    __slots__ = ()
    is_search = True

    def __init__(self, field: Field, texts: Expression) -> None:
        super().__init__(
            field,
            lambda left, right: (
                f"to_tsvector(concat_ws(' ', {left})) @@ to_tsquery({right})"
            ),
            left=texts,
            cast="text",
            encode=field.codec.part,
        )

    def add(self, value: Any, shape: Shape) -> None:
        """Adds the condition."""
        shape.searches = True
        super().add(value, shape)


def _list(field: Field, _folding: bool) -> dict[str, Operator]:
    encode = field.codec.compare or field.codec.encode

    null = Leaf(lambda alias, _place: f"{field.expression(alias)} IS NULL")
    return {
        "equals": _comparison(field, "=", False, null),
        "has": Has(field, sign("@>"), encode=lambda value: encode([value])),
        "has_every": Value(field, sign("@>")),
        "has_some": Value(field, sign("&&")),
        "is_empty": Emptiness(field),
    }


_KINDS: dict[FilterKind, Callable[[Field, bool], dict[str, Operator]]] = {
    "equality": _equality,
    "ordered": _ordered,
    "text": _text,
    "list": _list,
}


def _operators(field: Field, folding: bool) -> dict[str, Operator]:
    if field.codec.kind == "json":
        return json_operators(
            field, nullable=field.nullable, path=False, folding=folding
        )
    return _KINDS[field.codec.kind](field, folding)


def column_field(table: BoundTable[Any], column: Column) -> Field:
    """The filters of a column."""
    if column.codec.kind == "json":
        return JsonField(table, column)
    return ColumnField(table, column)
