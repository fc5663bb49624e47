"""Cut from Prisma Client Python's databases/tests/conftest.py and lib/testing/shared_conftest. See NOTICE.md.

Tables are emptied by SQL here, before each test that has a client and does not keep its data.
"""

from __future__ import annotations

import pytest
import pytest_asyncio
from syrupy.assertion import SnapshotAssertion

import prisma
from prisma import Prisma

from .utils import RawQueries, DatabaseConfig, AmberSharedExtension, _postgresql_queries

prisma.register(Prisma())


def _has_client(request: pytest.FixtureRequest) -> bool:
    return request.node.get_closest_marker('prisma') is not None or 'client' in request.fixturenames


@pytest_asyncio.fixture(name='client', scope='session')
async def client_fixture() -> Prisma:
    client = prisma.get_client()
    if not client.is_connected():
        await client.connect()
    await client.empty_tables()
    return client


@pytest_asyncio.fixture(name='setup_client', autouse=True)
async def setup_client_fixture(request: pytest.FixtureRequest) -> None:
    if not _has_client(request) or request.node.get_closest_marker('persist_data') is not None:
        return
    client = prisma.get_client()
    if not client.is_connected():
        await client.connect()
    await client.empty_tables()


@pytest.fixture(name='database')
def database_fixture() -> str:
    return 'postgresql'


@pytest.fixture(name='raw_queries')
def raw_queries_fixture() -> RawQueries:
    return _postgresql_queries


@pytest.fixture(name='config', scope='session')
def config_fixture() -> DatabaseConfig:
    return DatabaseConfig()


@pytest.fixture()
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(AmberSharedExtension)
