"""A simulated community: referrals on their way, with and without clocks, capacity and follow-up.

Not evidence: it says what follows from its assumptions (assumptions.toml), nothing more. See
docs/explanation/simulation.md. Free of the framework.
"""
