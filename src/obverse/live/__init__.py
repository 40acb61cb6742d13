"""A project held open in memory: told of a change, it says what cards, findings and plan changed.

It is the code that builds: the same compiler, linker, rules and plan. Only what an edit cannot
touch is kept from before.
"""
