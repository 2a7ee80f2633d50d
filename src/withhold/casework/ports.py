"""What casework needs of the world, beyond the rooms below it."""

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""The present instant, with UTC as its zone."""

Entropy = Callable[[int], bytes]
"""That many bytes from the operating system's generator."""
