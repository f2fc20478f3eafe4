"""Plans of a round: built from the database, worked out by `matchmaker.planning`, checked, published, changed."""
