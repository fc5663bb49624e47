"""Rows as values: dicts, copies, equality, and what was loaded with them."""

import copy
import dataclasses
import pickle
import typing

import pytest
from org_db_client import (
    Client,
    InvalidQueryError,
    NotLoadedError,
    enums,
    inputs,
    models,
)


@pytest.fixture
def ada(db: Client) -> models.User:
    user = db.user.create({"email": "ada@example.org", "name": "Ada"})
    db.post.create({"title": "One", "author_id": user.id, "labels": ["a", "b"]})
    db.post.create({"title": "Two", "author_id": user.id, "meta": {"x": [1, None]}})
    return user


@pytest.fixture
def loaded(db: Client, ada: models.User) -> typing.Any:
    return db.user.find_unique(
        {"id": ada.id},
        posts=db.post.many(order_by={"id": "asc"}),
        profile=db.profile.maybe(),
        counts={"posts": True},
    )


def test_a_relation_that_was_not_loaded_says_so(ada: typing.Any) -> None:
    with pytest.raises(NotLoadedError, match="posts of this User was not loaded"):
        ada.posts  # noqa: B018
    with pytest.raises(AttributeError, match="no attribute 'postss'"):
        ada.postss  # noqa: B018
    assert not hasattr(ada, "posts")
    assert getattr(ada, "posts", None) is None


def test_a_dict_has_the_columns_and_what_was_loaded(
    ada: models.User, loaded: typing.Any
) -> None:
    columns = {
        "id": ada.id,
        "email": "ada@example.org",
        "name": "Ada",
        "role": enums.Role.MEMBER,
        "inviter_id": None,
    }
    assert ada.to_dict() == columns
    assert loaded.to_dict() == {
        **columns,
        "profile": None,
        "posts": [post.to_dict() for post in loaded.posts],
        "counts": {"posts": 2},
    }
    assert loaded.to_dict()["posts"][1]["meta"] == {"x": [1, None]}


def test_a_row_is_made_of_its_dict_again(loaded: typing.Any) -> None:
    again: typing.Any = models.User.from_dict(loaded.to_dict())
    assert again == loaded
    assert again.posts == loaded.posts
    assert isinstance(again.posts[0], models.Post)
    assert again.profile is None
    assert again.counts == {"posts": 2}
    with pytest.raises(NotLoadedError):
        again.comments  # noqa: B018


def test_a_dict_has_to_name_every_column_and_nothing_else(loaded: typing.Any) -> None:
    values = loaded.to_dict()
    with pytest.raises(InvalidQueryError, match="Unknown: 'emial'. Allowed: id, email"):
        models.User.from_dict({**values, "emial": "x"})
    del values["email"]
    with pytest.raises(InvalidQueryError, match="User cannot .* Missing: email."):
        models.User.from_dict(values)
    with pytest.raises(InvalidQueryError, match="Post cannot .* Missing: id"):
        models.User.from_dict({**loaded.to_dict(), "posts": [{}]})


@pytest.mark.parametrize(
    "copied",
    [
        copy.copy,
        copy.deepcopy,
        *[
            lambda row, protocol=protocol: pickle.loads(pickle.dumps(row, protocol))
            for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)
        ],
    ],
)
def test_copies_are_equal_and_have_what_was_loaded(
    ada: models.User, loaded: typing.Any, copied: typing.Any
) -> None:
    assert copied(ada) == ada
    again = copied(loaded)
    assert (again, again.posts, again.counts) == (loaded, loaded.posts, loaded.counts)
    with pytest.raises(NotLoadedError):
        again.comments  # noqa: B018


def test_rows_are_equal_when_their_columns_are(
    db: Client, ada: models.User, loaded: typing.Any
) -> None:
    assert ada == loaded
    assert ada != dataclasses.replace(ada, name="Lovelace")
    assert ada != db.post.find_first_or_raise()
    assert ada != ada.to_dict()
    with pytest.raises(TypeError, match="unhashable"):
        hash(ada)


def test_a_row_shows_what_it_has(ada: models.User, loaded: typing.Any) -> None:
    assert repr(ada) == (
        f"User(id={ada.id}, email='ada@example.org', name='Ada', "
        "role=<Role.MEMBER: 'member'>, inviter_id=None)"
    )
    assert "profile=None, posts=[Post(id=1, title='One'" in repr(loaded)
    loaded.posts[0].author = loaded
    assert "author=..." in repr(loaded)


def test_rows_are_dataclasses_that_match_by_position(ada: models.User) -> None:
    assert [field.name for field in dataclasses.fields(ada)] == list(ada.to_dict())
    match ada:
        case models.User(id, email):
            assert (id, email) == (ada.id, "ada@example.org")
        case _:
            pytest.fail("no match")
    ada.name = None
    assert ada.name is None


def test_type_hints_of_all_rows_and_inputs_can_be_read() -> None:
    for module in (models, inputs):
        classes = [value for value in vars(module).values() if isinstance(value, type)]
        assert len(classes) > 5
        for found in classes:
            typing.get_type_hints(found)
    assert typing.get_type_hints(models.Post)["author"] is models.User
    assert typing.get_type_hints(models.User)["posts"] == list[models.Post]


def test_a_row_class_takes_the_types_of_its_relations() -> None:
    loaded = models.Profile[models.User]
    assert typing.get_args(loaded)[0] is models.Profile
    assert loaded(1, "bio", 2) == models.Profile(1, "bio", 2)
