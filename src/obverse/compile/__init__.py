"""One source alone: parse, metadata lines, kinds, render."""
