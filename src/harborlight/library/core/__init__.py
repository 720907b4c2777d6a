"""Pure decisions about who answers and which service fits: no Django, no clock, no disk."""
