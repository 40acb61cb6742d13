"""Follow: import the next version of a deck, by what was last imported, what is here, what comes.

What only the deck changed follows it, what only the author changed stays, what both changed is a
conflict that is shown. Everything is prepared before the first file is written.
"""
