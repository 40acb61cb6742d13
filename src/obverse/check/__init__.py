"""Rules and fixes, and what runs them."""
