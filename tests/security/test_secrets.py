"""Secrets stand in files that a vault puts there, for this program alone (ASVS 13.3.1)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kinwork.config import env, secret, sign_on
from tests.security.sources import ROOT

ALL = sorted(name for name, one in env.READ.items() if one.secret)


@pytest.fixture(autouse=True)
def nothing_learnt(monkeypatch):
    monkeypatch.setattr(env, "READ", dict(env.READ))


def put(folder: Path, name: str, text: str = "hush\n", mode: int = 0o400) -> Path:
    path = folder / name.lower()
    path.write_text(text)
    path.chmod(mode)
    return path


@pytest.fixture
def file_of(tmp_path, monkeypatch):
    """Puts a secret into a file, as a vault does, and takes it out of the environment."""

    def place(name: str, text: str = "hush\n", mode: int = 0o400) -> Path:
        path = put(tmp_path, name, text, mode)
        monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv(f"{name}_FILE", str(path))
        return path

    return place


def test_all_secrets_are_known_as_such():
    """Whatever is called a key, password or address with one is marked, and so may be a file."""
    assert {
        "KINWORK_SECRET_KEY", "KINWORK_OLD_SECRET_KEYS", "KINWORK_SMTP_PASSWORD",
        "DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WORKER_URL",
    } <= set(ALL)  # fmt: skip
    words = ("SECRET", "PASSWORD", "TOKEN", "_KEY", "DATABASE_")
    public = {"KINWORK_BREACHED_PASSWORDS"}  # where a public list lies
    others = env.READ.keys() - set(ALL) - public
    assert not [name for name in others if any(word in name for word in words)]


@pytest.mark.parametrize("name", ALL)
def test_every_secret_can_come_from_a_file(file_of, name):
    file_of(name, "of the vault\n")
    found = env.env(name, "text", "", "", is_secret=True)
    assert found == "of the vault" and env.from_file(name)


@pytest.mark.parametrize("mode", [0o400, 0o440, 0o600, 0o640])
def test_modes_that_keep_it_private(file_of, mode):
    file_of("KINWORK_SMTP_PASSWORD", mode=mode)
    assert env.secret("KINWORK_SMTP_PASSWORD") == "hush"


@pytest.mark.parametrize("mode", [0o404, 0o444, 0o644, 0o602, 0o601, 0o660, 0o777])
def test_modes_that_do_not(file_of, mode):
    file_of("KINWORK_SMTP_PASSWORD", mode=mode)
    with pytest.raises(secret.Exposed, match="chmod 0400") as said:
        env.secret("KINWORK_SMTP_PASSWORD")
    assert "hush" not in str(said.value)


def test_what_cannot_be_read_is_said_in_one_sentence(file_of, monkeypatch):
    path = file_of("KINWORK_SMTP_PASSWORD", " \n")
    with pytest.raises(env.BadSetting, match="is empty"):
        env.secret("KINWORK_SMTP_PASSWORD")
    path.unlink()
    with pytest.raises(env.BadSetting, match="cannot be read: No such file"):
        env.secret("KINWORK_SMTP_PASSWORD")
    monkeypatch.setenv("KINWORK_SMTP_PASSWORD", "two")
    with pytest.raises(env.BadSetting, match="both set"):
        env.secret("KINWORK_SMTP_PASSWORD")


def test_a_secret_that_cannot_be_read_as_its_kind_is_not_repeated(monkeypatch):
    monkeypatch.setenv("KINWORK_SMTP_PASSWORD", "two herons")
    with pytest.raises(env.BadSetting) as said:
        env.env("KINWORK_SMTP_PASSWORD", "number", 0, "", is_secret=True)
    assert "two herons" not in str(said.value)


def test_the_secret_of_an_agencys_sign_in_can_too(file_of, tmp_path):
    from kinwork.accounts.tests.test_sign_on import GOOD, read

    file_of("CLINIC_SECRET", "of the vault\n")
    (one,) = read(tmp_path, GOOD)
    assert one.secret == "of the vault" and isinstance(one, sign_on.Agency)


def test_a_key_that_was_made_here_is_private_or_nothing_starts(tmp_path):
    path = tmp_path / "secret-key"
    made = secret.kept_secret(path)
    assert len(made) >= 60 and path.stat().st_mode & 0o777 == 0o600
    assert secret.kept_secret(path) == made
    path.chmod(0o644)
    with pytest.raises(secret.Exposed, match="0644"):
        secret.kept_secret(path)


def run(code: str, **told: str) -> subprocess.CompletedProcess:
    clean = {key: value for key, value in os.environ.items() if key not in ALL}
    return subprocess.run(
        [sys.executable, *code.split()], cwd=ROOT, env={**clean, **told},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_the_whole_program_reads_them_and_shows_none(tmp_path):
    """`kinwork doctor` over files alone; the database is one that nobody would reach."""
    far = "postgresql://kw_web:hush-1@192.0.2.7/kinwork"
    texts = {name: f"hush-{place}" for place, name in enumerate(ALL)}
    texts |= {name: far for name in ALL if name.startswith("DATABASE")}
    told = {f"{name}_FILE": str(put(tmp_path, name, text)) for name, text in texts.items()}
    told |= {"DJANGO_SETTINGS_MODULE": "kinwork.config.settings", "KINWORK_DATA": str(tmp_path)}
    done = run("-m kinwork doctor", KINWORK_DEMO="", **told)
    assert done.stdout.count("(in a file of its own)") == len(ALL), done.stderr
    assert "DATABASE_URL leads over the network" in done.stdout
    assert "hush" not in done.stdout + done.stderr
    assert not (tmp_path / "secret-key").exists(), "none was made beside the vault's"


def test_what_an_older_key_signed_stays_good(tmp_path):
    from django.conf import settings

    told = put(tmp_path, "old", "the first one,the second one")
    code = tmp_path / "say.py"
    code.write_text("from kinwork.config import settings as s; print(s.SECRET_KEY_FALLBACKS)")
    done = run(
        str(code), PYTHONPATH=str(ROOT), KINWORK_DATA=str(tmp_path), KINWORK_SECRET_KEY="x",
        KINWORK_OLD_SECRET_KEYS_FILE=str(told),
    )  # fmt: skip
    assert done.stdout.strip() == "['the first one', 'the second one']", done.stderr
    assert settings.SECRET_KEY_FALLBACKS == []


@pytest.mark.parametrize(
    "weak", ["x", "only-for-tests", "a" * 60, "abcabcabcabcabcabcabcabcabcabcabc"]
)
def test_a_weak_key_is_found_also_among_the_older_ones(settings, weak):
    from kinwork.config.health import key_finding

    strong = "Vq3-n0Tz8_wLr5KdYh2Xc7Ub9Fe4Jm6Pa1Sg"
    for key, older in ((weak, []), (strong, [weak])):
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = key, older
        assert not key_finding(demo=False).ok and key_finding(demo=True).ok
    settings.SECRET_KEY_FALLBACKS = [strong[::-1]]
    settings.SECRET_KEY = strong
    assert key_finding(demo=False).ok


@pytest.mark.own_database
def test_the_server_does_not_start_with_a_weak_key(own_database):
    import psycopg

    from kinwork.config.webserver import free_port

    with psycopg.connect(own_database.address("kw_owner"), autocommit=True) as owner:
        owner.execute("DELETE FROM common_databasemark")
    told = {"DATABASE_URL": own_database.address(), "KINWORK_SECRET_KEY": "only-for-tests"}
    told |= {"DJANGO_SETTINGS_MODULE": "kinwork.config.settings_test", "KINWORK_DEMO": ""}
    done = run(f"-m kinwork serve --port {free_port('127.0.0.1', 8890)}", **told)
    assert done.returncode == 1 and "too short or too plain" in done.stderr


def test_keys_that_are_made_here_are_strong(tmp_path):
    assert secret.is_strong(secret.kept_secret(tmp_path / "secret-key"))
