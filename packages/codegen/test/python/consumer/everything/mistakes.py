"""Every line marked below is wrong, and a type checker has to say so."""

from org_db_client import Client, enums


def mistakes(db: Client) -> None:
    db.review.find_unique({"title": "x"})  # not a key
    db.membership.find_unique({"tenant_id": 1})  # half a key
    db.review.find_unique({"id": "1"})  # wrong type of key
    db.review.find_many({"titel": "x"})  # unknown field
    db.review.find_many({"rating": {"gte": "4"}})  # wrong type of operand
    db.review.find_many({"rating": {"contains": "4"}})  # filter of another type
    db.review.find_many({"status": "draft"})  # text for an enum
    db.review.find_many({"OR": [{"rating": "x"}]})  # wrong type within OR
    db.review.find_many(order_by={"id": "up"})  # no direction
    db.review.find_many(take="10")  # wrong type of number
    db.review.create({"title": "x", "rating": 5})  # missing required field
    db.review.create({"title": None, "rating": 5, "author_id": 1})  # null for required
    db.review.update({"id": 1}, {"title": {"increment": 1}})  # arithmetic on text
    db.review.update({"id": 1}, {"nope": 1})  # unknown field to set
    db.shape.create({"id": 1, "name": "x"})  # cannot be created
    db.total.create({"reviews": 1})  # a view
    db.total.find_unique({"reviews": 1})  # a view without a key
    db.reviews.count()  # no such model
    Client(compatibility="strict")  # no such mode
    db.query_raw("SELECT " + input())  # spliced SQL
    print(db.review.find_unique_or_raise({"id": 1}).score + 1)  # may be None
    print(enums.ReviewStatus.GONE)  # no such value
