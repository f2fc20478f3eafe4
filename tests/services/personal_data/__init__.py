"""Tests of what is held about a person."""
