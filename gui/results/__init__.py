"""The parts of the 结果 page."""
