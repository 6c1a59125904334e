"""Pages of the registry, of a verification, of research projects, of the own model."""
