"""What stands around the pages: rail, title, next step, menus, the line at the foot."""
