"""What flows between stations: sources, notes, compiled sources, locks, diagnostics."""
