"""Everything the committee means; no Qt anywhere."""
