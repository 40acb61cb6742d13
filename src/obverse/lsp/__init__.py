"""What an editor shows of a project while its cards are written: the Language Server Protocol.

A thin face on `live/`. One thread talks to the editor and never waits; one answers, in the order in
which the editor asked; one looks at whole projects, so that what is typed meanwhile is answered.
Nothing is written: an editor's unsaved text is laid over its file, and what is to change is handed
to the editor as an edit.
"""
