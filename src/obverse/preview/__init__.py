"""The preview: a page that shows the cards of a project as Anki's clients do, while it is written.

It serves this machine alone (`address`), and writes nothing.
"""
