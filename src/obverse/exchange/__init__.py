"""Import and export: sources to and from everything else."""
