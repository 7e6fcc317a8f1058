"""What the results say about themselves: pure, floating point, beside the official numbers."""
