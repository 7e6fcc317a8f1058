"""Tables over frozen rows: one model, one view, for every page."""
