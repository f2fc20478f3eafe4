"""The organizers' console: one module or package for each part of its navigation."""
