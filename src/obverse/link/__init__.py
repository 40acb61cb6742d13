"""All notes together: decks, duplicates, identity, media, note types, collection, plan."""
