"""A person's data (S15): find who it is, hand out everything held about them, erase it and say what stays."""
