"""Products, with who makes them and what people say."""

from typing import Annotated

from fastapi import APIRouter, Query
from org_db_client.inputs import ProductCreate, ProductWhere
from org_db_client.models import Category, Company, Product, ProductRating

from .database import Database

router = APIRouter(prefix="/products", tags=["products"])

#: A product with its company and its categories, the first relations of the model.
ListedProduct = Product[Company | None, list[Category]]


@router.get("")
async def list_products(
    db: Database,
    company: str | None = None,
    after: str | None = None,
    take: Annotated[int, Query(ge=1, le=100)] = 20,
) -> list[ListedProduct]:
    """A page of products by slug; ``after`` is the last slug of the page before."""
    where: ProductWhere = {} if company is None else {"company": {"slug": company}}
    if after is not None:
        where["slug"] = {"gt": after}
    return await db.product.find_many(
        where,
        order_by={"slug": "asc"},
        take=take,
        company=db.company.maybe(),
        categories=db.category.many(order_by={"slug": "asc"}),
    )


@router.get("/{slug}")
async def get_product(slug: str, db: Database) -> ListedProduct:
    """One product."""
    return await db.product.find_unique_or_raise(
        {"slug": slug},
        company=db.company.maybe(),
        categories=db.category.many(order_by={"slug": "asc"}),
    )


@router.get("/{slug}/rating")
async def get_rating(slug: str, db: Database) -> ProductRating:
    """What its published reviews come to, as of the last refresh."""
    product = await db.product.find_unique_or_raise({"slug": slug})
    return await db.product_rating.find_unique_or_raise({"product_id": product.id})


@router.post("", status_code=201)
async def create_product(product: ProductCreate, db: Database) -> Product:
    """A new product; 409 when its slug is taken."""
    return await db.product.create(product)


@router.delete("/{slug}", status_code=204)
async def delete_product(slug: str, db: Database) -> None:
    """Deletes a product with its reviews."""
    await db.product.delete({"slug": slug})
