"""Reads of respond. Every one asks who reads; none asks once per row."""
