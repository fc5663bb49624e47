"""The database of a request."""

from typing import Annotated

from fastapi import Depends, Request
from org_db_client import AsyncClient


def database(request: Request) -> AsyncClient:
    """The client that the lifespan of the app has opened."""
    client: AsyncClient = request.app.state.database
    return client


Database = Annotated[AsyncClient, Depends(database)]
