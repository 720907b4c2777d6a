"""What law and policy ask for, by when, and whether it was done."""
