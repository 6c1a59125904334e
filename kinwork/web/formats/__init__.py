"""How dates are written where a language's usual short form is hard to read."""
