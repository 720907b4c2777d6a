"""Packs speak about nobody. What was used must stay explainable, so installed versions are kept."""

RETENTION = {"InstalledPack": None}
