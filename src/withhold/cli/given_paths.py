"""Types of the paths that options take. A path that cannot be used is refused before any work is done."""

import os
from pathlib import Path
from typing import Any

import click

from withhold.sealing.files import require_replaceable


class DirectoryPath(click.Path):
    """A directory. It does not need to exist yet."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, file_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path. Raises a usage error if something other than a directory has that name."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        # `click.Path` refuses regular files only. For example, it accepts a named pipe.
        if path.exists() and not path.is_dir():
            self.fail(f"{path} is not a directory. Name a directory.", param, ctx)
        return path


class OutputFilePath(click.Path):
    """A file to make or replace, in a directory that exists."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, dir_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path. Raises a usage error if its directory does not exist, and Unreadable if it is not a file."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if not path.parent.is_dir():
            self.fail(f"The directory {path.parent} does not exist. Make it, or name another.", param, ctx)
        require_replaceable(path)
        return path
