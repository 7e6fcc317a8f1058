"""The parts of the page 评分."""
