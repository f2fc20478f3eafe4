"""Pairings of enterprises or chains with institutions, under lower and upper loads, by total or by floor."""
