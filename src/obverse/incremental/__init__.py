"""Incremental builds: after an edit, the cost follows what the edit can touch."""
