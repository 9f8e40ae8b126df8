"""The last stage: what ties the stages before it to Pelican."""
