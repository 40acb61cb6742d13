"""Files, threads, processes, cache and codec: what the machine gives."""
