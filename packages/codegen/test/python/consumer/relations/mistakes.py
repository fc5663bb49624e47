"""Every line marked below is wrong, and a type checker has to say so."""

from dataclasses import dataclass

from org_db_client import AsyncClient, Client, inputs, models


@dataclass
class Title:
    title: str


def not_loaded(db: Client) -> None:
    post = db.post.find_first_or_raise(author=db.user.one())
    print(post.comments[0])  # not loaded
    print(post.author.posts[0])  # one level down
    print(post.author.nope)  # no such field
    print(post.editor)  # no such relation
    print(post.counts["comments"].text)  # a number
    comments = db.comment.many(user=db.user.maybe())
    deep = db.user.find_many(posts=db.post.many(comments=comments))
    print(deep[0].posts[0].comments[0].user.name)  # three levels down, missing
    print(deep[0].posts[0].comments[0].post.title)  # three levels down, not loaded
    print(deep[0].posts.title)  # one row for a list
    print(db.user.find_first().email)  # may be None
    reviewed = db.post.find_first_or_raise(reviewer=db.user.maybe())
    print(reviewed.reviewer.email)  # a related row may be missing
    created = db.post.create({"title": "x", "author_id": 1})
    print(created.author.email)  # not loaded by create
    print(db.post.update_many({"id": 1}, data={"title": "x"}).title)  # a number of rows
    created.author = db.user.find_first_or_raise()  # relations are not set


def wrong_loading(db: Client) -> None:
    db.post.find_many(author=db.comment.one())  # another model
    db.post.find_many(author=db.user.many())  # a list for one
    db.post.find_many(comments=db.comment.one())  # one for a list
    db.post.find_many(author=db.user.maybe())  # never missing
    db.post.find_many(reviewer=db.user.one())  # may be missing
    db.post.find_many(author=db.user.one)  # not called
    db.post.find_many(writer=db.user.one())  # no such relation
    db.comment.many(post=db.user.one())  # another model below
    db.post.find_many(comments=db.comment.many({"text": 1}))  # condition on loaded
    db.comment.many(order_by={"nope": "asc"})  # order of loaded
    db.comment.many(take="5")  # number of loaded
    db.user.one(take=1)  # some of one
    db.post.find_many(counts={"author": True})  # one is not counted
    db.post.find_many(include={"author": {"take": 1}})  # some of one, in a dict
    db.post.find_many(include={"nope": True})  # no such relation, in a dict


def wrong_conditions(db: Client) -> None:
    db.post.find_many({"comments": {"any": {}}})  # no such quantifier
    db.post.find_many({"comments": {"some": {"nope": 1}}})  # unknown related field
    db.post.find_many({"comments": {"some": {"id": "1"}}})  # type of related field
    db.post.find_many({"comments": {"is": {"id": 1}}})  # is of a list
    db.post.find_many({"author": {"some": {"id": 1}}})  # some of one
    db.post.find_many({"author": None})  # never missing
    db.user.find_many({"posts": {"every": {"tags": {"some": {"x": 1}}}}})  # deep
    db.post.find_many(order_by={"author": {"nope": "asc"}})  # order by unknown field
    db.post.find_many(order_by={"comments": {"id": "asc"}})  # order by a list
    db.post.find_many(order_by={"comments": {"_count": "up"}})  # no direction
    db.post.find_many(cursor={"title": "x"})  # cursor is no key
    db.post.find_many(distinct=["titel"])  # distinct by unknown field
    db.post.find_many(select=["titel"])  # unknown field selected
    print(db.post.find_many(into=Title)[0].body)  # not in the class
    db.post.find_first(into=Title(title="x"))  # an object for a class
    db.post.find_first(into=Title, author=db.comment.one())  # another model for a class
    db.post.find_first(into=Title, writer=db.user.one())  # no such relation for a class


def wrong_writes(db: Client) -> None:
    db.post.create({"title": "x"})  # neither relation nor key
    db.post.create({"title": "x", "author": {"connect": {"name": "x"}}})  # not a key
    db.post.create({"title": "x", "author": {"create": {"name": "x"}}})  # incomplete
    db.post.create({"title": "x", "author": {"make": {"email": "x"}}})  # no such word
    db.post.create({"title": "x", "author": {"disconnect": True}})  # of a new row
    db.user.create({"email": "x", "posts": {"create": {"body": "x"}}})  # incomplete
    db.user.create({"email": "x", "posts": {"create": [{"title": 1}]}})  # type in list
    rows = [{"title": "x"}]
    db.user.create({"email": "x", "posts": {"create_many": rows}})  # no data
    db.user.create_many([{"email": "x", "posts": {}}])  # relations of many
    db.post.update({"id": 1}, {"author": {"disconnect": True}})  # cannot be without
    db.post.update({"id": 1}, {"comments": {"set": {"text": "x"}}})  # set is no key
    db.post.update({"id": 1}, {"comments": {"update": {"text": "x"}}})  # which of them
    db.post.update({"id": 1}, {"tags": {"create_many": {"data": []}}})  # table between
    db.post.update_many(data={"comments": {"delete_many": {}}})  # relations of many
    db.post.upsert({"id": 1}, {"title": "x"}, {})  # creates without author
    data: inputs.PostCreate = {"title": "x", "author": {}}  # columns alone
    print(data)


def wrong_row(row: models.Post[models.User]) -> models.Post[models.Comment]:
    return row  # another row loaded


async def asynchronous(db: AsyncClient) -> None:
    print(db.post.find_many(author=db.user.one())[0])  # not awaited
    post = await db.post.find_first_or_raise(author=db.user.one())
    print(post.reviewer.email)  # not loaded, async
    await db.post.create({"title": "x"}, author=db.user.one())  # no author, async
    async with db.transaction() as tx:
        print((await tx.user.find_many())[0].posts[0])  # not loaded in a transaction


def wrong_fields(db: Client) -> None:
    fields = db.post.fields
    db.post.find_many({"views": {"gt": fields.title}})  # a field of another type
    db.post.find_many({"title": {"in": fields.views}})  # no list of texts
    print(fields.nope)  # no such field to compare with
    db.post.find_many({"meta": {"path": "a", "nope": 1}})  # no filter of JSON
    db.post.find_many({"meta": {"path": ["a"], "string_contains": 1}})  # text in JSON


def wrong_numbers(db: Client) -> None:
    db.post.aggregate(sum={"title": True})  # a sum of texts
    db.post.aggregate(avg=["titel"])  # an average of an unknown field
    db.post.aggregate(max={"published": True})  # no greatest of booleans
    print(db.post.aggregate(sum=["views"])["_sum"]["views"] + 1)  # there may be no rows
    print(db.post.aggregate(sum=["views"])["sum"])  # not called so
    db.post.group_by("titel")  # group by an unknown field
    db.post.group_by(["title"], order_by={"nope": "asc"})  # order of groups
    print(db.post.group_by("title")[0]["titel"])  # unknown field of a group
    db.post.count(select={"titel": True})  # count of an unknown field
    print(db.post.count() + "1")  # a number
    db.post.pluck("titel")  # values of an unknown field
    print(db.post.pluck("title")[0] + 1)  # a text of a field
    print(db.post.pluck("body")[0].upper())  # there may be no text
    db.post.group_by("title", having={"titel": "x"})  # groups by an unknown field
    db.post.group_by("title", having={"title": {"_sum": 1}})  # no sum of texts
    db.post.group_by("title", having={"views": {"_sum": {"like": 1}}})  # no such filter
    db.post.group_by("title", having={"views": {"_count": "1"}})  # text for a number


def wrong_many(db: Client) -> None:
    db.post.copy_in([{"title": "x"}])  # rows without author
    db.post.copy_in({"title": "x"})  # a row for rows
    db.post.upsert_many([{"title": "x", "author_id": 1}], on="titel")  # unknown key
    db.post.create_many_and_return([{"title": 1}])  # type of a field
    made = db.post.create_many_and_return([{"title": "x", "author_id": 1}])
    print(made[0].author.email)  # not loaded by many
    for post in db.post.stream(author=db.user.one()):
        print(post.reviewer.name)  # not loaded in a stream
    db.post.stream(take=3)  # no such option of a stream
    db.post.upsert({"id": 1}, data={"create": {"title": "x"}})  # half of it


def wrong_together(db: Client) -> None:
    with db.batch() as batch:
        print(batch.user.create({"email": "x"}).email)  # there after the block
        batch.post.create({"title": "x"})  # no author, in a batch
        posts = batch.post.find_many()
        batch.post.stream()  # no stream in a batch
    print(posts.result[0].author.email)  # not loaded in a batch
