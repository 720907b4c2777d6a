"""The field card at `/card/`: public, installable, offline. It reaches no record of anybody."""
