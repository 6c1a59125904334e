"""Pages of common work: the hub and its six parts."""
