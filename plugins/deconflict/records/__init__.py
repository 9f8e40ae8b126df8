"""Record files: sources, incidents and the vocabulary, with every fault at its place."""
