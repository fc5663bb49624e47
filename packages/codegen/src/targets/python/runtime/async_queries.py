"""The methods of ``client.<model>`` of an async client. Their types are in the stub."""

from __future__ import annotations

from .actions import KeyedViewActions, ModelActions, UpdatableActions, ViewActions

AsyncViewQueries = ViewActions
AsyncKeyedViewQueries = KeyedViewActions
AsyncUpdatableQueries = UpdatableActions
AsyncModelQueries = ModelActions
