"""Whole builds of small sites, with everything that can go wrong while they run."""
