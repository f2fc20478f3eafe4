"""What relevance is worth, as a page to read: curves with their numbers beside them, baselines, and errors."""
