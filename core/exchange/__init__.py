"""How an assessment travels between laptops: encrypted ballots out, sealed returns back.

Knows the model and the rules of a mark; nothing of where an assessment is stored. `crypto` is the
only module that touches cryptographic primitives (PyNaCl, imported at work).
"""
