"""Who works on this response, from which agency, and what they may see of it."""
