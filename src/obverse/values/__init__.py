"""The values between stations: sources, notes, compiled sources, locks, diagnostics."""
