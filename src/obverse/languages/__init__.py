"""Markdown, front matter, HTML, clozes, math and the like: each file knows its library alone."""
