"""The network as a drawing: which tasks, in which layers and rows, joined by which lines. No Textual here."""
