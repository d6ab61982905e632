"""Pure drawing: results in, rows of text out. No widget, no app, no computing of the plan's figures."""
