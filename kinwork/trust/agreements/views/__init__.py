"""Pages of agreements: reading, writing, what binds, and a nation's say."""
