from kinwork.family.intake.tests.conftest import town  # noqa: F401
