"""What is asked of a person, and what is told."""
