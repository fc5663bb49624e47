"""Loads a batch through the client: all of it or nothing, and a record of the run either way."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from org_db_client import Client, Transaction
from org_db_client.enums import ReviewStatus, RunStatus
from org_db_client.inputs import ReviewCreate

from ._batch import Batch, NewReview


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a batch."""

    source: str
    created: int
    updated: int
    products: int

    def __str__(self) -> str:
        return (
            f"{self.created + self.updated} reviews of {self.products} products "
            f"from {self.source}: {self.created} new, {self.updated} known"
        )


def load_batch(db: Client, batch: Batch) -> Summary:
    """Loads the batch in one transaction. The run is recorded even when that fails."""
    source = db.source.upsert(
        where={"slug": batch.source.slug},
        create={"slug": batch.source.slug, "name": batch.source.name, "kind": batch.source.kind},
        update={"name": batch.source.name},
    )
    run = db.collection_run.create(data={"source_id": source.id, "bytes_received": batch.size})
    try:
        # Of two that load the same at once, one begins again.
        created, updated = db.transaction(isolation="repeatable read", retry=3).run(
            lambda tx: _load(tx, source.id, batch)
        )
    except Exception as error:
        db.collection_run.update(
            where={"id": run.id},
            data={
                "status": RunStatus.FAILED,
                "finished_at": datetime.now(UTC),
                "error": str(error),
            },
        )
        raise
    db.collection_run.update(
        where={"id": run.id},
        data={
            "status": RunStatus.SUCCEEDED,
            "finished_at": datetime.now(UTC),
            "fetched_count": len(batch.reviews),
            "created_count": created,
            "updated_count": updated,
        },
    )
    db.query_raw("SELECT refresh_review_statistics()")
    return Summary(source.name, created, updated, len(batch.products))


def _load(tx: Transaction, source_id: int, batch: Batch) -> tuple[int, int]:
    """How many reviews are new, and how many were there before."""
    products = _load_products(tx, batch)
    reviews = {review.id: review for review in batch.reviews}
    authors = _load_authors(tx, source_id, {review.author for review in reviews.values()})
    source = tx.source.find_unique_or_raise(
        where={"id": source_id},
        reviews=tx.review.many({"external_id": {"in": list(reviews)}}, author=tx.author.maybe()),
    )
    known = {review.external_id: review for review in source.reviews}
    created = tx.review.copy_in(
        _new_review(source_id, products[review.product], authors[review.author], review)
        for review in reviews.values()
        if review.id not in known
    )
    for review_id, there in known.items():
        review = reviews[review_id]
        tx.review.update(
            where={"id": there.id},
            data={
                "rating": review.rating,
                "title": review.title,
                "content": review.content,
                "word_count": len(review.content.split()),
            },
        )
        if there.author is None or there.author.external_id != review.author:
            author = authors[review.author]
            tx.review.update({"id": there.id}, {"author": {"connect": {"id": author}}})
    return created, len(known)


def _load_products(tx: Transaction, batch: Batch) -> dict[str, UUID]:
    """The products of the batch by slug, each with its company."""
    tx.company.upsert_many(
        (
            {
                "slug": company.slug,
                "name": company.name,
                "domain": company.domain,
                "country_code": company.country,
            }
            for company in batch.companies
        ),
        on="slug",
        update=["name"],
    )
    for product in batch.products:
        tx.product.upsert(
            where={"slug": product.slug},
            create={
                "slug": product.slug,
                "name": product.name,
                "list_price": product.price,
                "currency": product.currency,
                "company": {"connect": {"slug": product.company}},
            },
            update={"list_price": product.price, "currency": product.currency},
        )
    slugs = [product.slug for product in batch.products]
    return {row.slug: row.id for row in tx.product.find_many({"slug": {"in": slugs}})}


def _load_authors(tx: Transaction, source_id: int, names: set[str]) -> dict[str, str]:
    """The accounts at the source by what it calls them; those that are there stay as they are."""
    tx.author.create_many(
        [
            {"source_id": source_id, "external_id": name, "display_name": name.capitalize()}
            for name in sorted(names)
        ],
        skip_duplicates=True,
    )
    found = tx.author.find_many({"source_id": source_id, "external_id": {"in": list(names)}})
    return {author.external_id: author.id for author in found}


def _new_review(
    source_id: int, product_id: UUID, author_id: str, review: NewReview
) -> ReviewCreate:
    return {
        "source_id": source_id,
        "external_id": review.id,
        "product_id": product_id,
        "author_id": author_id,
        "rating": review.rating,
        "title": review.title,
        "content": review.content,
        "word_count": len(review.content.split()),
        "language": review.language,
        "sentiment": review.sentiment,
        "topics": review.topics,
        "status": ReviewStatus.PUBLISHED,
        "published_at": review.published_at,
    }
