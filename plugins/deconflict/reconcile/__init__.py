"""Origins, findings and their reasons."""
