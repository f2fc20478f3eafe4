"""What goes in and out of the API: every field by name, nothing else."""
