"""Alembic migrations and the functions that run them in code (there is no alembic.ini to find)."""
