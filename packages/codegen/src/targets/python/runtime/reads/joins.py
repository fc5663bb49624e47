"""The way from a table to those that it has relations with."""

from __future__ import annotations

from ..tables.bound_table import BoundRelation, reference
from ..tables.statement import quoted

#: No column is called like this.
COUNT = '"(count)"'


def inner_alias(alias: str) -> str:
    """What the table of a subquery is called that stands inside of ``alias``."""
    return alias + "r"


def other_side(relation: BoundRelation, alias: str, inner: str) -> tuple[str, str]:
    """The tables behind a relation as ``inner``, and the condition that links them.

    ``alias`` is the table that has the relation.
    """
    about, table, target = relation.relation, relation.table, relation.target
    source = f"{target.place} AS {inner}"
    near = [reference(table.by_name[name], alias) for name in about.local]
    far = [reference(target.by_name[name], inner) for name in about.remote]
    through = about.through
    if through is None:
        return source, _equal(far, near)
    link = inner + "j"
    place = table.binder.qualified(through.db_name, through.namespace)
    own, other = f"{link}.{quoted(through.local)}", f"{link}.{quoted(through.remote)}"
    source = f"{place} AS {link} JOIN {source} ON {far[0]} = {other}"
    return source, f"{own} = {near[0]}"


def counted_side(relation: BoundRelation, alias: str, joined: str) -> tuple[str, str]:
    """How many rows there are for each key, as ``joined`` with a column :data:`COUNT`.

    ``alias`` is the table that has the relation.
    """
    about, table, target = relation.relation, relation.table, relation.target
    through = about.through
    if through is None:
        place = target.place
        keys = [quoted(target.by_name[name].db_name) for name in about.remote]
    else:
        place = table.binder.qualified(through.db_name, through.namespace)
        keys = [quoted(through.local)]
    names = ", ".join(keys)
    source = f"(SELECT {names}, count(*) AS {COUNT} FROM {place} GROUP BY {names}) AS {joined}"
    near = [reference(table.by_name[name], alias) for name in about.local]
    return source, _equal([f"{joined}.{key}" for key in keys], near)


def _equal(left: list[str], right: list[str]) -> str:
    return " AND ".join(f"{a} = {b}" for a, b in zip(left, right, strict=True))
