"""Papers that people bring: taken in, made anew, looked at by a scanner, given back as a file."""
