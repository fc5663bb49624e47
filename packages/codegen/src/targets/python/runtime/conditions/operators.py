"""Conditions on a field: an operator adds one to a shape for each value."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from ..errors import InvalidValueError
from ..tables.field_refs import FieldRef, is_field_ref
from ..values.codecs import Codec, array_cast, members
from ..values.times import wrong_type
from .tokens import Leaf, Shape

#: The SQL of something, where its table is called so.
Expression = Callable[[str], str]
#: The SQL of a condition, of what is on its left and its right.
Comparison = Callable[[str, str], str]


class Subject(Protocol):
    """What conditions are put on."""

    @property
    def codec(self) -> Codec:
        """How its values travel."""
        ...

    def expression(self, alias: str) -> str:
        """It in SQL."""
        ...

    def comparable(self, alias: str) -> str:
        """It as something that has equality."""
        ...

    def text(self, alias: str) -> str:
        """It as text."""
        ...

    def other(self, ref: FieldRef[Any], fits: Callable[[Codec], bool]) -> Subject:
        """Another field of the row, whose type has to fit."""
        ...


class Operator(Protocol):
    """A filter of a field."""

    def add(self, value: Any, shape: Shape, /) -> None:
        """Adds one condition."""
        ...


def sign(operator: str) -> Comparison:
    """A comparison that is written between its sides."""
    return lambda left, right: f"{left} {operator} {right}"


def value_cast(codec: Codec) -> str | None:
    """The type of a value that is compared."""
    return codec.compare_as or codec.cast


class Value:
    """A comparison with one value, or with another field of the row."""

    __slots__ = (
        "_compare",
        "_left",
        "_null",
        "_others",
        "_right",
        "_wider",
        "encode",
        "leaf",
        "subject",
    )

    #: Whether it looks for words, for which a shape has to know of it.
    is_search = False

    def __init__(
        self,
        subject: Subject,
        compare: Comparison,
        *,
        left: Expression | None = None,
        right: Callable[[Subject], Expression] | None = None,
        cast: str | None = None,
        encode: Callable[[Any], bytes] | None = None,
        null: Leaf | None = None,
    ) -> None:
        codec = subject.codec
        self.subject = subject
        self._compare = compare
        self._left = left or subject.comparable
        #: What another field is compared as.
        self._right = right
        #: The text of a value, and the condition on it.
        self.encode = encode or codec.compare or codec.encode
        self._null = null
        self.leaf = self._with(cast or value_cast(codec))
        self._wider: dict[str | None, Leaf] = {None: self.leaf}
        self._others: dict[FieldRef[Any], Leaf] = {}

    def _with(self, cast: str | None) -> Leaf:
        compare, left = self._compare, self._left
        return Leaf(lambda alias, place: compare(left(alias), place(cast)))

    def add(self, value: Any, shape: Shape) -> None:
        """Adds the comparison."""
        if value is None and self._null is not None:
            shape.tokens.append(self._null)
            return
        try:
            text = self.encode(value)
        except InvalidValueError as error:
            self._add_other(value, error, shape)
            return
        shape.values.append(text)
        shape.tokens.append(self.leaf)

    def _add_other(self, value: object, error: InvalidValueError, shape: Shape) -> None:
        """Adds the comparison with what is no value of the field's type."""
        if is_field_ref(value):
            shape.tokens.append(self._others.get(value) or self._with_other(value))
            return
        if error.comparable is None:
            codec = self.subject.codec
            raise error.of(codec.model, codec.field) from None
        # What no row can have is compared as a type that can have it.
        text, cast = error.comparable
        leaf = self._wider.get(cast)
        if leaf is None:
            leaf = self._wider[cast] = self._with(cast)
        shape.values.append(text)
        shape.tokens.append(leaf)

    def _with_other(self, ref: FieldRef[Any]) -> Leaf:
        leaf = self._others[ref] = self.with_field(ref)
        return leaf

    def with_field(self, ref: FieldRef[Any]) -> Leaf:
        """The comparison with another field."""
        compare, left, codec = self._compare, self._left, self.subject.codec
        other = self.subject.other(ref, partial(are_comparable, codec))
        right = other.comparable if self._right is None else self._right(other)
        return Leaf(lambda alias, _place: compare(left(alias), right(alias)))


class Members:
    """Whether it is one of the values of a list."""

    __slots__ = ("_leaf", "_name", "_others", "compare", "left", "subject")

    def __init__(self, subject: Subject, name: str, test: str) -> None:
        codec = subject.codec
        cast = array_cast(codec.compare_as or codec.cast or codec.sql_type)
        self.subject = subject
        self.left: Expression = subject.comparable
        self.compare: Comparison = lambda left, right: f"{left} {test}({right})"
        self._name = name
        self._leaf = Leaf(
            lambda alias, place: self.compare(self.left(alias), place(cast))
        )
        self._others: dict[FieldRef[Any], Leaf] = {}

    def add(self, value: Any, shape: Shape) -> None:
        """Adds the condition."""
        if is_field_ref(value):
            shape.tokens.append(self._others.get(value) or self._with_other(value))
        else:
            shape.values.append(members(self.subject.codec, self._name, value))
            shape.tokens.append(self._leaf)

    def _with_other(self, ref: FieldRef[Any]) -> Leaf:
        other = self.subject.other(ref, partial(is_list_of, self.subject.codec))
        leaf = self._others[ref] = Leaf(
            lambda alias, _place: self.compare(
                self.left(alias), other.comparable(alias)
            )
        )
        return leaf


class FoldedMembers(Members):
    """Whether it is one of the values of a list, but for upper and lower case."""

    __slots__ = ()

    def __init__(self, subject: Subject, name: str, test: str) -> None:
        super().__init__(subject, name, test)
        self.left = lambda alias: f"lower({subject.text(alias)})"
        self.compare = lambda left, right: (
            f"{left} {test}(ARRAY(SELECT lower(v) FROM unnest({right}) AS v))"
        )


class Has(Value):
    """Whether a list has an item."""

    __slots__ = ()

    def with_field(self, ref: FieldRef[Any]) -> Leaf:
        """Whether it has what another field of the row holds."""
        subject, element = self.subject, self.subject.codec.element
        other = subject.other(
            ref, lambda codec: element is not None and are_comparable(element, codec)
        )
        return Leaf(
            lambda alias, _place: (
                f"{other.comparable(alias)} = ANY({subject.comparable(alias)})"
            )
        )


def are_comparable(codec: Codec, other: Codec) -> bool:
    """Whether values of two types can be compared with one another."""
    if codec.kind != other.kind or codec.is_number != other.is_number:
        return False
    if codec.element is not None and other.element is not None:
        return are_comparable(codec.element, other.element)
    return codec.is_number or codec.kind == "text" or codec.sql_type == other.sql_type


def is_list_of(codec: Codec, other: Codec) -> bool:
    """Whether the other one is a list of values that can be compared with these."""
    return other.element is not None and are_comparable(codec, other.element)


class Emptiness:
    """Whether a list has no items. As in Prisma, a NULL list neither has nor lacks any."""

    __slots__ = ("_codec", "_empty", "_filled")

    def __init__(self, subject: Subject) -> None:
        def cardinality(alias: str) -> str:
            return f"cardinality({subject.expression(alias)})"

        self._codec = subject.codec
        self._empty = Leaf(lambda alias, _place: f"{cardinality(alias)} = 0")
        self._filled = Leaf(lambda alias, _place: f"{cardinality(alias)} > 0")

    def add(self, value: Any, shape: Shape) -> None:
        """Adds the condition."""
        if not isinstance(value, bool):
            raise wrong_type("True or False", value).of(
                self._codec.model, self._codec.field
            )
        shape.tokens.append(self._empty if value else self._filled)
