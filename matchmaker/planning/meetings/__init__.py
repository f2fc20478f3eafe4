"""Meetings of many experts with many enterprises at tables in time slots."""
