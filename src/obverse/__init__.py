"""obverse compiles flashcards written in plain Markdown into Anki decks."""

__version__ = "0.1.0"
