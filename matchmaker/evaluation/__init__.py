"""Measuring and training relevance: files in, figures and weights out. No database, no clock, no secret."""
