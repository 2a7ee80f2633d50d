"""Types of the paths that options take: what cannot be used is refused before any work is done."""

import os
from pathlib import Path
from typing import Any

import click

from withhold.sealing.files import require_replaceable


class DirectoryPath(click.Path):
    """A directory, which need not exist yet. The library itself refuses regular files only, and takes a named pipe."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, file_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path. Ends the command as wrong usage where something else has the name."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if path.exists() and not path.is_dir():
            self.fail(f"{path} is not a directory. Name a directory.", param, ctx)
        return path


class OutputFilePath(click.Path):
    """A file that is made, or replaced, in a directory that exists."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, dir_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path. Ends the command as wrong usage without a directory, and raises Unreadable for what is no file."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if not path.parent.is_dir():
            self.fail(f"The directory {path.parent} does not exist. Make it, or name another.", param, ctx)
        require_replaceable(path)
        return path
