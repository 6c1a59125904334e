"""The pages on which a community is set up: its settings, its calendar, its texts."""
