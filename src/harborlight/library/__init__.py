"""Services and the map: who to call, which provider helps, and how sure we are of a number. See README.md."""
