"""What Prisma Client Python calls the things of a schema, and what they are here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, EnumMeta
from types import ModuleType
from typing import cast

from ..tables.table import Tables

#: Methods of a model; an attribute before one of them is a model's.
ACTIONS = frozenset(
    (
        *("find_unique", "find_unique_or_raise", "find_first", "find_first_or_raise"),
        *("find_many", "create", "create_many", "update", "update_many", "upsert"),
        *("delete", "delete_many", "count", "group_by", "query_raw", "query_first"),
    )
)

#: Filters that have another name, which types know.
FILTERS = {"startswith": "starts_with", "endswith": "ends_with"}

#: Errors that are called otherwise here.
ERRORS = {
    "PrismaError": "ClientError",
    "DataError": "ClientError",
    "RawQueryError": "DatabaseError",
    "RecordNotFoundError": "NotFoundError",
    "FieldNotFoundError": "InvalidQueryError",
    "InputError": "InvalidQueryError",
    "MissingRequiredValueError": "NotNullViolationError",
    "ClientNotConnectedError": "ClientClosedError",
}

#: `UserWhereInput` is `UserWhere`.
_INPUTS = {
    "WhereInput": "Where",
    "WhereUniqueInput": "WhereUnique",
    "CreateInput": "Create",
    "UpdateInput": "Update",
    "OrderByInput": "OrderBy",
    "Include": "Include",
}


@dataclass(frozen=True, slots=True)
class Words:
    """Names of one schema, by what Prisma Client Python has for them."""

    #: The package of this client.
    package: str
    #: `blogpost` is `blog_post`.
    accessors: Mapping[str, str]
    #: `BlogPost` has the attribute `blog_post` of a client.
    accessor_of_class: Mapping[str, str]
    #: `createdAt` is `created_at`.
    fields: frozenset[str]
    #: `userId_postId`, the key of two fields, is those fields.
    compounds: frozenset[tuple[str, ...]]
    #: `Role.inReview` is `Role.IN_REVIEW`.
    members: Mapping[str, Mapping[str, str]]

    def field(self, name: str) -> str:
        """What a field or a relation is called here."""
        if name in self.fields:
            return name
        spelled = snake_case(name)
        return spelled if spelled in self.fields else name

    def is_compound(self, name: str) -> bool:
        """Whether it is the key of several fields."""
        parts = tuple(snake_case(part) for part in name.split("_"))
        return parts in self.compounds or snake_case(name) in {
            "_".join(key) for key in self.compounds
        }


def words_of(
    package: str, tables: Tables, accessors: Mapping[str, str], enums: ModuleType
) -> Words:
    """The names of a package. ``accessors`` are the attributes of a client by model."""
    fields: set[str] = set()
    compounds: set[tuple[str, ...]] = set()
    for table in tables.values():
        fields.update(column.name for column in table.columns)
        fields.update(relation.name for relation in table.relations)
        compounds.update(key for key in table.uniques if len(key) > 1)
    return Words(
        package,
        # There, the attribute of a client is the name of the model in small letters.
        {name.lower(): accessor for name, accessor in accessors.items()},
        accessors,
        frozenset(fields),
        frozenset(compounds),
        {name: dict(_members(found)) for name, found in vars(enums).items()},
    )


def _members(found: object) -> Iterator[tuple[str, str]]:
    if isinstance(found, EnumMeta):
        for member in cast("Iterator[Enum]", iter(found)):
            yield str(member.value), member.name


def snake_case(name: str) -> str:
    """`createdAt` is `created_at`, `userID` is `user_id`."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    return re.sub(r"([A-Z])([A-Z][a-z])", r"\1_\2", spaced).lower()


def input_type(name: str) -> str | None:
    """The type here of one in `prisma.types`."""
    for theirs, ours in _INPUTS.items():
        if name.endswith(theirs):
            return name.removesuffix(theirs) + ours
    return None
