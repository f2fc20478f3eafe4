"""Problems and plans as JSON documents, in the forms that the command line promises. No files are read here."""
