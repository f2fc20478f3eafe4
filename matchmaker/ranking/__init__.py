"""Texts and vectors in, graded candidates with evidence out. No database; the services and `evaluate` share it."""
