"""Things to look at that know nothing of assessments."""
