"""The expert's view of a ballot: a window of its own that knows nothing of other people's marks."""
