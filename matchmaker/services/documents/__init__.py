"""Papers of a plan: letters, itineraries, day sheets, certificates, workbooks and calendar files."""
