"""Pictures of the pages for the README, taken by `python -m tests.web.screenshots` on the demo data."""
