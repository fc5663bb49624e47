"""The methods of ``client.<model>``, sync and async, by what the model can do."""

from .keyed_view_actions import KeyedViewActions
from .model_actions import ModelActions
from .updatable_actions import UpdatableActions
from .view_actions import ViewActions

__all__ = ["KeyedViewActions", "ModelActions", "UpdatableActions", "ViewActions"]
