"""Cards as their author writes them, and the ways to them and back."""
