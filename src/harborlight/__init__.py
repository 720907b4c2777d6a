"""Harborlight: recognize and respond to child sex trafficking, victim first."""

__version__ = "0.1.0"
