"""The vocabulary: frozen values, no behaviour beyond looking things up in themselves.

Knows the standard library, and numpy for columns of marks.
"""
