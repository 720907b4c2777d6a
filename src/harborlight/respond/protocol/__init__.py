"""What to do, in which order, in which words, and what never to do."""
