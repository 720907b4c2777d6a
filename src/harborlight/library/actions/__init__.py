"""Writes of the library, one file per kind of act."""
