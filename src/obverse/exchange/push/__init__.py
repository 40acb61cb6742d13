"""Push: what a build has, brought into an open Anki, and nothing of the learner's lost."""
