"""The window (PySide6): shows snapshots, calls actions, decides nothing."""
