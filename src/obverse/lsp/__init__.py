"""What an editor shows of a project while its cards are written: the Language Server Protocol.

A thin face on `live/`. One thread looks at projects and answers, in the order in which the editor
asked; the one that talks to the editor never waits for it. Nothing is written: an editor's unsaved
text is laid over its file, and what is to change is handed to the editor as an edit.
"""
