"""Messages that discharge a duty, with proof."""
