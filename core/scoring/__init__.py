"""What things are worth: pure and exact, by `contract/scoring.md`.

numbers → rules, ratings → totals → ranking → score → explain.
"""
