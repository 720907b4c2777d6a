"""Pages of respond, one file per task."""
