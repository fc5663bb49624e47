"""A client on tables in another database schema, or on views that stand for them."""

import os
import uuid

import psycopg
import pytest
from org_db_client import Client, DatabaseError, enums

URL = os.environ["DATABASE_URL"]


@pytest.mark.parametrize("schema", ["v1", "v2_for_old_clients"])
def test_schema_option(schema: str) -> None:
    with Client(URL, schema="v1") as db:
        product = db.product.create({"name": schema, "details": {"a": 1}})
    with Client(URL, schema=schema) as db:
        made = db.review.create({"title": "t", "product_id": product.id})
        assert (made.rating, made.source) == (3, enums.Source.STORE)
        changed = db.review.update({"id": made.id}, {"source": enums.Source.EDITOR})
        assert changed is not None
        assert changed.source is enums.Source.EDITOR
        found = db.review.find_many({"source": {"in": [enums.Source.EDITOR]}})
        assert found == [changed]
        with db.transaction() as tx:
            assert tx.review.delete_many({"product_id": product.id}) == 1


def test_without_the_option_the_search_path_decides() -> None:
    with Client(URL) as db, pytest.raises(DatabaseError, match="does not exist"):
        db.review.count()
    with Client(URL, options="-c search_path=v1") as db:
        assert db.review.count() == 0
        product_id = uuid.uuid4()
        row = db.product.upsert(
            {"id": product_id}, create={"id": product_id, "name": "p"}, update={}
        )
        assert row.id == product_id
    with psycopg.connect(URL, options="-c search_path=v1") as connection:
        assert Client(connection=connection).product.count({"name": "p"}) == 1
