"""The app: ``uvicorn reviews_api.app:app``. DATABASE_URL says where the database is."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from org_db_client import AsyncClient, schema_version

from . import products, reviews
from .database import Database
from .errors import answer_errors


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None, None]:
    """One client for the process, closed when it stops."""
    async with AsyncClient(service="reviews-api") as database:
        app.state.database = database
        yield


app = FastAPI(title="Reviews", version=schema_version, lifespan=lifespan)
answer_errors(app)
app.include_router(products.router)
app.include_router(reviews.router)


@app.get("/healthz")
async def healthz(db: Database) -> dict[str, str]:
    """Whether the database answers, and which version of the schema this speaks."""
    await db.execute_raw("SELECT 1")
    return {"schema_version": schema_version}
