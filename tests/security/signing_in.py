"""Signing in by the form, as the tests do it."""

PASSWORD = "two herons by the wash"


def enter(client, user, password=PASSWORD):
    return client.post("/accounts/sign-in/", {"login": user.email, "password": password})
