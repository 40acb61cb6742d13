"""Anki's package (`.apkg`): a zip with an SQLite collection, a media list and the media."""
