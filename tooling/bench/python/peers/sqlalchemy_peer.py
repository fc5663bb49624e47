"""SQLAlchemy on psycopg: Core, its ORM, and SQLModel on top of that."""

# No annotations from __future__: SQLModel reads them.
import datetime
from decimal import Decimal
from typing import Any

import sqlmodel
from sqlalchemy import ForeignKey, Numeric, create_engine, insert, select
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    mapped_column,
    relationship,
    selectinload,
)

from contestant import SINCE, Contestant, fresh_slug, key_of, new_row, new_rows


class Base(DeclarativeBase):
    type_annotation_map = {
        dict[str, Any]: JSONB,
        datetime.datetime: TIMESTAMP(timezone=True),
        Decimal: Numeric(12, 2),
    }


class _Columns:
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    name: Mapped[str]
    note: Mapped[str | None]
    rating: Mapped[int]
    score: Mapped[float]
    price: Mapped[Decimal]
    is_active: Mapped[bool]
    details: Mapped[dict[str, Any]]
    created_at: Mapped[datetime.datetime]


class Item(_Columns, Base):
    __tablename__ = "items"


class Entry(_Columns, Base):
    __tablename__ = "entries"


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    body: Mapped[str | None]
    created_at: Mapped[datetime.datetime]
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))


class Author(Base):
    __tablename__ = "authors"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    posts: Mapped[list[Post]] = relationship()


class _SqlModelColumns(sqlmodel.SQLModel):
    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    slug: str
    name: str
    note: str | None = None
    rating: int
    score: float
    price: Decimal = sqlmodel.Field(sa_type=Numeric(12, 2))
    is_active: bool
    details: dict[str, Any] = sqlmodel.Field(sa_type=JSONB)
    created_at: datetime.datetime = sqlmodel.Field(sa_type=TIMESTAMP(timezone=True))


class SqlModelItem(_SqlModelColumns, table=True):
    __tablename__ = "items"
    __table_args__ = {"extend_existing": True}


class SqlModelEntry(_SqlModelColumns, table=True):
    __tablename__ = "entries"
    __table_args__ = {"extend_existing": True}


class SqlModelPost(sqlmodel.SQLModel, table=True):
    __tablename__ = "posts"
    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    title: str
    body: str | None = None
    created_at: datetime.datetime = sqlmodel.Field(sa_type=TIMESTAMP(timezone=True))
    author_id: int = sqlmodel.Field(foreign_key="authors.id")


class SqlModelAuthor(sqlmodel.SQLModel, table=True):
    __tablename__ = "authors"
    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    name: str
    email: str
    posts: list[SqlModelPost] = sqlmodel.Relationship()


def _meets(row: Any) -> tuple[Any, ...]:
    return (
        row.rating >= 4,
        row.is_active.is_(True),
        row.price < 140,
        row.name.contains("number 10", autoescape=True),
        row.created_at > SINCE,
    )


def contestants(url: str) -> list[Contestant]:
    psycopg_url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(psycopg_url)
    return [
        _core(engine.execution_options(isolation_level="AUTOCOMMIT")),
        _orm("SQLAlchemy ORM", engine, Session, Item, Entry, Author),
        _orm(
            "SQLModel",
            engine,
            sqlmodel.Session,
            SqlModelItem,
            SqlModelEntry,
            SqlModelAuthor,
        ),
    ]


def _core(engine: Any) -> Contestant:
    items, entries = Item.__table__, Entry.__table__
    rows = new_rows(lambda value: value)

    def key(turn: int) -> object:
        with engine.connect() as db:
            return db.execute(select(items).where(items.c.id == key_of(turn))).first()

    def many(_turn: int) -> object:
        with engine.connect() as db:
            return db.execute(select(items).order_by(items.c.id)).all()

    def one_more(_turn: int) -> object:
        values = new_row(fresh_slug(), lambda value: value)
        with engine.connect() as db:
            return db.execute(insert(entries).returning(entries), values).one()

    def bulk(_turn: int) -> object:
        with engine.connect() as db:
            db.execute(insert(entries), rows)
        return len(rows)

    def conditions(_turn: int) -> object:
        with engine.connect() as db:
            return db.execute(select(items).where(*_meets(items.c))).all()

    works = {"key": key, "list": many, "insert": one_more, "bulk": bulk}
    return Contestant("SQLAlchemy Core", {**works, "conditions": conditions})


def _orm(
    name: str, engine: Any, session: Any, item: Any, entry: Any, author: Any
) -> Contestant:
    rows = new_rows(lambda value: value)

    def key(turn: int) -> object:
        with session(engine) as db:
            return db.get(item, key_of(turn))

    def many(_turn: int) -> object:
        with session(engine) as db:
            return list(db.scalars(select(item).order_by(item.id)))

    def one_more(_turn: int) -> object:
        with session(engine, expire_on_commit=False) as db:
            row = entry(**new_row(fresh_slug(), lambda value: value))
            db.add(row)
            db.commit()
            return row

    def bulk(_turn: int) -> object:
        with session(engine) as db:
            db.add_all([entry(**row) for row in rows])
            db.commit()
        return len(rows)

    def conditions(_turn: int) -> object:
        with session(engine) as db:
            return list(db.scalars(select(item).where(*_meets(item))))

    def loaded(_turn: int) -> object:
        with session(engine) as db:
            query = select(author).options(selectinload(author.posts))
            return list(db.scalars(query.order_by(author.id)))

    works = {"key": key, "list": many, "insert": one_more, "bulk": bulk}
    return Contestant(name, {**works, "conditions": conditions, "loaded": loaded})
