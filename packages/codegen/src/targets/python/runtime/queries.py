"""The methods of ``client.<model>``. Their types are in the stub."""

from __future__ import annotations

from .actions import KeyedViewActions, ModelActions, UpdatableActions, ViewActions

ViewQueries = ViewActions
KeyedViewQueries = KeyedViewActions
UpdatableQueries = UpdatableActions
ModelQueries = ModelActions
