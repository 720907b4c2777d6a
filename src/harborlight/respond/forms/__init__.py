"""Forms of respond, one file per task."""
