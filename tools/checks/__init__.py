"""The checks of the house, one subject a file. Each takes the tree and returns its faults as lines."""
