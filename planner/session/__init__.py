"""Sessions: edits, history, journal, and what happens to the file outside. No Textual here."""
