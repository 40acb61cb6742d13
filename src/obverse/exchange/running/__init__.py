"""Running: what a push and a pull both need of an open Anki, and what is remembered of it."""
