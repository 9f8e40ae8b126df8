"""Rendering: maps and exports from the finished page model."""
