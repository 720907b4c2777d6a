"""Figures of speed and size. ``./harborlight bench NAME`` writes them to bench/results/ with machine and commit."""
