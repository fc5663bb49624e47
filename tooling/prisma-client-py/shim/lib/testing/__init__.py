"""What the cases take from Prisma Client Python's lib.testing. Cut from there, see cases/NOTICE.md."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest_asyncio


def async_fixture(**options: Any) -> Any:
    return pytest_asyncio.fixture(None, **options)


def assert_similar_time(dt1: datetime, dt2: datetime, threshold: float = 0.5) -> None:
    assert abs((dt1 - dt2).total_seconds()) < threshold


def assert_time_like_now(dt: datetime, threshold: int = 10) -> None:
    assert_similar_time(dt, datetime.now(UTC), threshold)
