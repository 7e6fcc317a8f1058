"""What people do: one function per verb, one file per noun."""
