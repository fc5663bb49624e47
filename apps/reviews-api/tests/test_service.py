"""The service on a database at version 2.0.0, whose address is in DATABASE_URL."""

import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from org_db_client import Client
from org_db_client.enums import SourceKind

from reviews_api.app import app


@pytest.fixture
def db() -> Iterator[Client]:
    with Client() as client:
        client.execute_raw("TRUNCATE products, companies, categories, sources, reviewers CASCADE")
        yield client


@pytest.fixture
def api(db: Client) -> Iterator[TestClient]:
    db.source.create({"slug": "web-shop", "name": "Shop", "kind": SourceKind.MARKETPLACE})
    db.product.create(
        {
            "slug": "lamp",
            "name": "A lamp",
            "company": {"create": {"slug": "acme", "name": "Acme"}},
            "categories": {"create": [{"slug": "light", "name": "Light"}]},
        }
    )
    with TestClient(app) as client:
        yield client


def test_a_page_of_products_has_what_was_loaded_with_them(api: TestClient) -> None:
    created = api.post("/products", json={"slug": "chair", "name": "A chair"})
    assert created.status_code == 201
    assert created.json()["slug"] == "chair"
    assert "company" not in created.json()

    products = api.get("/products").json()
    assert [product["slug"] for product in products] == ["chair", "lamp"]
    assert products[0]["company"] is None
    assert products[1]["company"]["name"] == "Acme"
    assert [category["slug"] for category in products[1]["categories"]] == ["light"]

    assert [one["slug"] for one in api.get("/products?company=acme").json()] == ["lamp"]
    assert [one["slug"] for one in api.get("/products?after=chair&take=5").json()] == ["lamp"]


def test_errors_have_their_status(api: TestClient) -> None:
    assert api.get("/products/nothing").status_code == 404
    taken = api.post("/products", json={"slug": "lamp", "name": "Another lamp"})
    assert (taken.status_code, taken.json()) == (409, {"detail": "UniqueViolationError"})
    assert api.post("/products", json={"name": "No slug"}).status_code == 422
    unknown = {"slug": "x", "name": "x", "company_id": "0197a3f0-0000-7000-8000-000000000000"}
    assert api.post("/products", json=unknown).status_code == 409


def test_a_review_is_shown_once_it_is_published(api: TestClient) -> None:
    review = {"author": "ada", "rating": "4.5", "content": "Bright."}
    written = api.post("/products/lamp/reviews", json=review)
    assert written.status_code == 201, written.text
    assert written.json()["status"] == "PENDING"
    assert api.get("/products/lamp/reviews").json() == []

    published = api.post(f"/reviews/{written.json()['id']}/publish")
    assert published.json()["status"] == "PUBLISHED"
    [shown] = api.get("/products/lamp/reviews").json()
    assert shown["rating"] == "4.5"
    assert set(shown) == {"id", "rating", "title", "published_at"}
    assert api.get("/products/lamp/rating").json()["review_count"] == 1


def test_a_rejected_review_stays_out(api: TestClient, db: Client) -> None:
    review = {"author": "ada", "rating": "1.0", "content": "Spam"}
    written = api.post("/products/lamp/reviews", json=review).json()
    db.execute_raw("UPDATE reviews SET status = 'rejected'")
    assert api.post(f"/reviews/{written['id']}/publish").status_code == 409
    assert api.get("/products/lamp/reviews").json() == []


def test_the_schema_of_the_api_says_what_was_loaded(api: TestClient) -> None:
    schema = api.get("/openapi.json").json()
    answer = schema["paths"]["/products/{slug}"]["get"]["responses"]["200"]
    reference = answer["content"]["application/json"]["schema"]["$ref"]
    product = schema["components"]["schemas"][reference.rsplit("/", 1)[1]]
    assert {"id", "slug", "company", "categories"} <= set(product["required"])
    assert "reviews" not in product["properties"]


def test_uvicorn_serves_it(api: TestClient) -> None:
    command = [sys.executable, "-m", "uvicorn", "reviews_api.app:app", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ) as server:
        assert server.stderr is not None
        said = ""
        try:
            for line in server.stderr:
                said += line
                if "running on" in line:
                    break
            url = said.split("running on ")[1].split()[0]
            with urllib.request.urlopen(f"{url}/products/lamp") as answer:
                assert answer.status == 200
        finally:
            server.terminate()
        assert "Application shutdown complete" in server.stderr.read()
