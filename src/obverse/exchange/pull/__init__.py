"""Pull: edits that were made in Anki, brought back into the Markdown."""
