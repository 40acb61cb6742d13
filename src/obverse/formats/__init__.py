"""Formats: one file or folder each, `read`, `write` or both."""
