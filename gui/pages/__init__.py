"""The places on the rail, a file each; they do not know each other."""
