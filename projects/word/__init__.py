"""A proposal out of a Word file: what was read, where it stands in the file, and every doubt about it. Nothing is saved
here, and nothing is certain that could be read in two ways."""

from .package import Unreadable
from .reader import read_file
from .reading import Doubt, Found, Reading

__all__ = ["Doubt", "Found", "Reading", "Unreadable", "read_file"]
