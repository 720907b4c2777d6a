"""Asking a service for help for this child, and what came of it."""
