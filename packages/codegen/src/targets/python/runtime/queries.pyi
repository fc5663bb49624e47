"""The methods of ``client.<model>``."""

# ruff: noqa: PYI001

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from .session import Session

Row = TypeVar("Row")
Where = TypeVar("Where", bound=Mapping[str, object])
WhereUnique = TypeVar("WhereUnique", bound=Mapping[str, object])
OrderBy = TypeVar("OrderBy", bound=Mapping[str, object])
Create = TypeVar("Create", bound=Mapping[str, object])
Update = TypeVar("Update", bound=Mapping[str, object])

class ViewQueries(Generic[Row, Where, OrderBy]):
    """Reads of something that has no key."""

    def __init__(self, session: Session, table: str) -> None: ...
    def find_many(
        self,
        where: Where | None = None,
        *,
        order_by: OrderBy | Sequence[OrderBy] | None = None,
        take: int | None = None,
        skip: int | None = None,
    ) -> list[Row]:
        """Every row that meets the conditions: at most ``take``, after ``skip``."""

    def find_first(
        self,
        where: Where | None = None,
        *,
        order_by: OrderBy | Sequence[OrderBy] | None = None,
        skip: int | None = None,
    ) -> Row | None:
        """The first row that meets the conditions."""

    def find_first_or_raise(
        self,
        where: Where | None = None,
        *,
        order_by: OrderBy | Sequence[OrderBy] | None = None,
        skip: int | None = None,
    ) -> Row:
        """The first row that meets the conditions, or :class:`NotFoundError`."""

    def count(self, where: Where | None = None) -> int:
        """How many rows meet the conditions."""

class KeyedViewQueries(
    ViewQueries[Row, Where, OrderBy], Generic[Row, Where, OrderBy, WhereUnique]
):
    """Reads of something that has a key."""

    def find_unique(self, where: WhereUnique) -> Row | None:
        """The row with this key."""

    def find_unique_or_raise(self, where: WhereUnique) -> Row:
        """The row with this key, or :class:`NotFoundError`."""

class UpdatableQueries(
    KeyedViewQueries[Row, Where, OrderBy, WhereUnique],
    Generic[Row, Where, OrderBy, WhereUnique, Update],
):
    """Reads and writes of a table that only SQL can insert into."""

    def update(self, where: WhereUnique, data: Update) -> Row | None:
        """The row with this key after the change; None when there is none."""

    def update_many(self, where: Where | None = None, *, data: Update) -> int:
        """Changes every row that meets the conditions, and says how many."""

    def delete(self, where: WhereUnique) -> Row | None:
        """The row with this key as it was; None when there was none."""

    def delete_many(self, where: Where | None = None) -> int:
        """Deletes every row that meets the conditions, and says how many."""

class ModelQueries(
    UpdatableQueries[Row, Where, OrderBy, WhereUnique, Update],
    Generic[Row, Where, OrderBy, WhereUnique, Update, Create],
):
    """Reads and writes of a table."""

    def create(self, data: Create) -> Row:
        """The new row, with what the database filled in."""

    def create_many(
        self, data: Sequence[Create], *, skip_duplicates: bool = False
    ) -> int:
        """Makes many rows, all or none, and says how many.

        ``skip_duplicates`` leaves out rows whose key exists.
        """

    def upsert(self, where: WhereUnique, create: Create, update: Update) -> Row:
        """The row with this key after the change, or the new row.

        Atomic where ``create`` gives the key that ``where`` looks for.
        """
