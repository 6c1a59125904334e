"""Methods and keys of digests are exchanged while what they made stays good."""

import pytest

from kinwork.common import digests


def test_a_digest_names_its_method(settings):
    first = digests.digest(b"code", "test")
    settings.DIGESTS = ["sha512", "sha256"]
    second = digests.digest(b"code", "test")
    assert (first[0], len(first)) == (1, 33)
    assert (second[0], len(second)) == (2, 65)


def test_what_a_former_method_made_is_found_while_it_is_listed(settings):
    stored = digests.digest(b"code", "test")
    settings.DIGESTS = ["sha512", "sha256"]
    assert stored in digests.digests(b"code", "test")
    settings.DIGESTS = ["sha512"]
    assert stored not in digests.digests(b"code", "test")


def test_what_a_former_key_made_is_found_while_it_is_listed(settings):
    stored, line = digests.digest(b"code", "test"), digests.mac("line", "test")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another secret of this installation"
    assert stored not in digests.digests(b"code", "test")
    assert not digests.is_ours("line", "test", line)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert stored in digests.digests(b"code", "test")
    assert digests.is_ours("line", "test", line)


def test_purposes_do_not_mix():
    assert digests.digest(b"code", "invitation") != digests.digest(b"code", "recovery")


def test_a_word_takes_the_work_of_its_codes_method(settings):
    salt = digests.digest(b"code", "test")
    settings.DIGESTS = ["sha512", "sha256"]
    other = digests.digest(b"code", "test")
    assert digests.slow(b"word", salt)[0] == 1
    assert digests.slow(b"word", other)[0] == 2


@pytest.mark.parametrize("said", ["", "md5:00", "sha256", "sha512:" + "0" * 128])
def test_a_line_that_names_nonsense_is_not_ours(said):
    assert not digests.is_ours("line", "test", said)


def test_a_line_by_a_former_method_stays_ours(settings):
    line = digests.mac("line", "test")
    settings.DIGESTS = ["sha512"]
    assert digests.is_ours("line", "test", line)
    assert digests.mac("line", "test").startswith("sha512:")
