"""The filters of a JSON value, or of what there is at a path in it.

A filter that asks something of a text is unknown, neither true nor false, of a value
that is no text; likewise of a list, and of an order between two types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..errors import ClientError, InvalidQueryError, InvalidValueError
from ..tables.field_refs import FieldRef, is_field_ref
from ..values.codecs import array, is_sequence
from .operators import Comparison, Operator, Subject, are_comparable, sign, value_cast
from .patterns import pattern
from .tokens import Leaf, Place, Shape

#: A JSON value in SQL, where its table is called so.
_Left = Callable[[str, Place], str]


class JsonTest:
    """A filter with the value that it compares with."""

    __slots__ = ("_cast", "_compare", "_encode", "_leaf", "_left", "_null", "_subject")

    def __init__(
        self,
        subject: Subject,
        left: _Left,
        compare: Comparison,
        *,
        cast: str | None = None,
        encode: Callable[[Any], bytes] | None = None,
        null: Leaf | None = None,
    ) -> None:
        self._subject = subject
        self._left = left
        self._compare = compare
        self._encode = encode or subject.codec.encode
        self._null = null
        of_json = value_cast(subject.codec)
        self._leaf = Leaf(
            lambda alias, place: compare(left(alias, place), place(cast or of_json))
        )

    def add(self, value: Any, shape: Shape) -> None:
        """Adds the condition."""
        if value is None and self._null is not None:
            shape.tokens.append(self._null)
        elif is_field_ref(value):
            shape.tokens.append(self._with_field(value))
        else:
            codec = self._subject.codec
            try:
                shape.values.append(self._encode(value))
            except InvalidValueError as error:
                raise error.of(codec.model, codec.field) from None
            shape.tokens.append(self._leaf)

    def _with_field(self, ref: FieldRef[Any]) -> Leaf:
        left, compare, codec = self._left, self._compare, self._subject.codec
        other = self._subject.other(ref, lambda found: are_comparable(codec, found))
        return Leaf(
            lambda alias, place: compare(left(alias, place), other.comparable(alias))
        )


def json_operators(
    subject: Subject, *, nullable: bool, path: bool, folding: bool
) -> dict[str, Operator]:
    """The filters by name. With a ``path`` that is the value before the operand."""

    def left(alias: str, place: Place) -> str:
        sql = subject.comparable(alias)
        return f"({sql} #> {place('text[]')})" if path else sql

    def null(test: str) -> Leaf | None:
        # A required column holds no NULL: None is JSON null there. At a path there may
        # be nothing.
        if not (nullable or path):
            return None
        return Leaf(lambda alias, place: f"{left(alias, place)} {test}")

    def test(compare: Comparison, **options: Any) -> Operator:
        return JsonTest(subject, left, compare, **options)

    def text(name: str) -> Operator:
        like = "ILIKE" if folding else "LIKE"
        compare = _of_type("string", lambda a, b: f"{a} #>> '{{}}' {like} {b}")
        return test(compare, cast="text", encode=pattern(subject.codec, name))

    return {
        "equals": test(sign("="), null=null("IS NULL")),
        "not": test(sign("<>"), null=null("IS NOT NULL")),
        "contains": test(sign("@>")),
        "string_contains": text("contains"),
        "string_starts_with": text("starts_with"),
        "string_ends_with": text("ends_with"),
        "array_contains": test(_of_type("array", sign("@>"))),
        "array_starts_with": test(_of_type("array", lambda a, b: f"{a} -> 0 = {b}")),
        "array_ends_with": test(_of_type("array", lambda a, b: f"{a} -> -1 = {b}")),
        **{name: test(_of_one_type(op)) for name, op in _ORDER.items()},
    }


_ORDER = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}


def _of_type(name: str, compare: Comparison) -> Comparison:
    return lambda left, right: (
        f"CASE jsonb_typeof({left}) WHEN '{name}' THEN {compare(left, right)} END"
    )


def _of_one_type(operator: str) -> Comparison:
    return lambda left, right: (
        f"CASE jsonb_typeof({left}) WHEN jsonb_typeof({right}) "
        f"THEN {left} {operator} {right} END"
    )


def add_json_filters(
    operators: Mapping[str, Operator],
    filters: Mapping[str, Any],
    shape: Shape,
    unknown: Callable[[str], InvalidQueryError],
) -> None:
    """Adds a condition for each filter, on what there is at ``path`` if that is one."""
    path = _path(filters["path"]) if "path" in filters else None
    for name, value in filters.items():
        if name in ("path", "mode"):
            continue
        operator = operators.get(name)
        if operator is None:
            raise unknown(name)
        if path is not None:
            shape.values.append(path)
        try:
            operator.add(value, shape)
        except ClientError as error:
            error.inside(name)
            raise


def _path(path: object) -> bytes:
    if is_sequence(path) and all(isinstance(step, str | int) for step in path):
        return array(str(step).encode() for step in path)
    raise InvalidQueryError(
        f"Takes the keys and indexes that lead to a value, as ['a', 0]; got {path!r}."
    ).inside("path")
