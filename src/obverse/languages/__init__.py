"""Markdown, front matter, HTML, clozes, math and so on: only one file imports each library."""
