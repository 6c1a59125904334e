"""Pages of partnerships: reading, preparing, and the charter."""
