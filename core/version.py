"""The number of this release, as `--version`, log files and stored results name it."""

from __future__ import annotations

VERSION = "0.1.0"
