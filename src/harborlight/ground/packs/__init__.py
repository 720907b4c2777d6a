"""Content packs: read, check, overlay, install. See README.md beside this file."""
