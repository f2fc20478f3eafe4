"""Themes (主题): needs that ask for the same, gathered, so that one expert, one visit or one delegation serves them."""
