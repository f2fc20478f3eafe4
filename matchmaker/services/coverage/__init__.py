"""Coverage (覆盖): what needs ask for and nobody in the registry offers; whom to invite."""
