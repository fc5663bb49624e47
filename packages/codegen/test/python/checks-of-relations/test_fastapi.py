"""Rows and inputs as the response models and request bodies of a FastAPI service."""

import dataclasses
import json
import typing

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from org_db_client import Client, NotLoadedError, inputs, models
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

ROWS = [row for row in vars(models).values() if dataclasses.is_dataclass(row)]
INPUTS = [
    value
    for name, value in vars(inputs).items()
    if isinstance(value, type) and name.endswith(("Create", "PostWhere", "PostUpdate"))
]


@pytest.fixture
def service(db: Client) -> TestClient:
    app = FastAPI()

    @app.post("/posts", status_code=201)
    def create(data: inputs.PostCreate) -> models.Post:
        return db.post.create(data)

    @app.get("/posts")
    def listed(comments: bool = False) -> list[models.Post]:
        posts: typing.Any = db.post.find_many(
            author=db.user.one(),
            comments=db.comment.many(order_by={"id": "asc"}) if comments else None,
            counts={"comments": True},
        )
        return posts

    @app.get("/written")
    def written(load: bool = True) -> list[models.Post[models.User]]:
        posts: typing.Any = db.post.find_many(author=db.user.one() if load else None)
        return posts

    @app.put("/posts")
    def replace(post: models.Post) -> models.Post:
        assert isinstance(post, models.Post)
        return db.post.update({"id": post.id}, {"title": post.title})

    return TestClient(app, raise_server_exceptions=False)


def test_a_service_writes_what_was_loaded_and_leaves_out_the_rest(
    db: Client, service: TestClient
) -> None:
    user = db.user.create({"email": "ada@example.org"})
    body = {"title": "One", "author_id": user.id, "meta": {"a": [None, 1.5]}}
    made = service.post("/posts", json=body)
    assert made.status_code == 201, made.text
    assert made.json()["meta"] == {"a": [None, 1.5]}
    assert made.json().keys() == models.Post.__dataclass_fields__.keys()
    db.comment.create({"text": "Well", "post_id": made.json()["id"]})

    [post] = service.get("/posts").json()
    assert post["author"] == {
        "id": user.id,
        "email": "ada@example.org",
        "name": None,
        "role": "member",
        "inviter_id": None,
    }
    assert post["counts"] == {"comments": 1}
    assert "comments" not in post
    [post] = service.get("/posts?comments=true").json()
    assert [comment["text"] for comment in post["comments"]] == ["Well"]
    assert "user" not in post["comments"][0]

    sent = service.put("/posts", json={**made.json(), "title": "Two"})
    assert (sent.status_code, sent.json()["title"]) == (200, "Two")


def test_a_service_refuses_what_does_not_fit(service: TestClient) -> None:
    for body in ({"title": "x"}, {"title": 1, "author_id": 1}, {"author_id": "a"}):
        assert service.post("/posts", json=body).status_code == 422
    assert service.put("/posts", json={"id": 1}).status_code == 422


def test_a_type_that_says_what_was_loaded_is_a_model_of_its_own(
    db: Client, service: TestClient
) -> None:
    user = db.user.create({"email": "ada@example.org"})
    db.post.create({"title": "One", "author_id": user.id})
    [post] = service.get("/written").json()
    assert post["author"]["email"] == "ada@example.org"
    schemas = service.get("/openapi.json").json()["components"]["schemas"]
    assert "author" in schemas["PostWithAuthor"]["required"]
    assert "comments" not in schemas["PostWithAuthor"]["properties"]
    assert service.get("/written?load=false").status_code == 500


def test_the_document_of_a_service_describes_rows_and_inputs(
    service: TestClient,
) -> None:
    schemas = service.get("/openapi.json").json()["components"]["schemas"]
    # FastAPI tells them apart where a column is written in another way than it is read.
    post, create = schemas["Post-Output"], schemas["PostCreate"]
    assert post["properties"]["title"]["type"] == "string"
    assert post["properties"]["comments"]["items"] == {
        "$ref": "#/components/schemas/Comment-Output"
    }
    assert post["properties"]["author"] == {"$ref": "#/components/schemas/User-Output"}
    assert set(post["required"]) == set(models.Post.__dataclass_fields__)
    assert set(create["required"]) == {"title", "author_id"}


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_every_row_and_every_input_has_a_schema(mode: typing.Any) -> None:
    assert {inputs.PostCreate, inputs.PostWhere} <= set(INPUTS)
    for model in (*ROWS, *INPUTS):
        adapter: TypeAdapter[typing.Any] = TypeAdapter(model)
        schema = adapter.json_schema(mode=mode)
        assert schema.keys() & {"$ref", "properties"}, model


def test_pydantic_makes_rows_of_dicts_and_dicts_of_rows(db: Client) -> None:
    user = db.user.create({"email": "ada@example.org"})
    db.post.create({"title": "One", "author_id": user.id})
    adapter = TypeAdapter(models.User)
    row: typing.Any = db.user.find_first_or_raise(posts=True)
    document = adapter.dump_json(row)
    again: typing.Any = adapter.validate_json(document)
    assert (again, again.posts) == (row, row.posts)
    assert adapter.dump_python(row) == row.to_dict()
    assert json.loads(document)["posts"][0]["title"] == "One"
    assert adapter.validate_python(row) is row
    with pytest.raises(ValidationError, match="email"):
        adapter.validate_python({**row.to_dict(), "email": 1})


def test_a_row_without_what_its_type_says_is_not_written(db: Client) -> None:
    user = db.user.create({"email": "ada@example.org"})
    profile = db.profile.create({"bio": "x", "user_id": user.id})
    loaded: TypeAdapter[typing.Any] = TypeAdapter(models.Profile[models.User])
    with pytest.raises(PydanticSerializationError, match="was not loaded") as raised:
        loaded.dump_python(profile)
    assert NotLoadedError.__name__ in str(raised.value)
