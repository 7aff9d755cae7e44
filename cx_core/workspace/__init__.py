"""The façade that pages and the command line call: it wires the rooms together and holds no logic of its own."""

from cx_core.workspace.folder import ENVIRONMENT_VARIABLE, default_folder
from cx_core.workspace.workspace import Workspace

__all__ = ["ENVIRONMENT_VARIABLE", "Workspace", "default_folder"]
