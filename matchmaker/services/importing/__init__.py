"""Write the typed rows of a file into the database: one file a kind of row."""
