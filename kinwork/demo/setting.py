"""The stage: the community, its agencies, who works there, and what they signed."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kinwork.accounts import actions as accounts
from kinwork.accounts.models import Agency
from kinwork.common.actor import Actor
from kinwork.demo import (
    approaches,
    barriers,
    common_work,
    continuum,
    evidence,
    feed,
    meetings,
    pacts,
    partners,
)
from kinwork.demo.calendar import holidays
from kinwork.demo.world import World
from kinwork.directory.models import Organization
from kinwork.family.referrals.rights import ANSWERING
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.consent.actions import seed_texts

NAME = "Saguaro Wash County"
BACKBONE = "unitedway"


@cache
def staff() -> dict[str, Any]:
    path = Path(__file__).parent / "staff.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def found(world: World) -> None:
    """The community with its calendar and its words; the directory comes next."""
    world.community = world.operate(
        accounts.create_community,
        slug="saguaro-wash",
        name=NAME,
        state="AZ",
        county="Saguaro Wash",
        postal_code="85122",
        time_zone="America/Phoenix",
    )
    years = range(world.at.year - 1, world.end.year + 2)
    days: dict[date, str] = {}
    for year in years:
        days |= holidays(year)
    world.operate(accounts.set_holidays, community=world.community, days=days)
    world.operate(seed_texts)
    reviews = {"decline_review_days": 2}  # off elsewhere: the demo shows what it does
    world.operate(accounts.change_settings, community=world.community, values=reviews)


def gather(world: World) -> None:
    """Agencies, their people, their agreement."""
    for told in feed.listed()["organization"]:
        if told.get("agency") or told.get("victim_service"):
            _agency(world, told["key"], told["name"], told)
    for key, name in staff()["agencies"].items():
        _agency(world, key, name, {})
    _sign(world)
    users: dict[str, Any] = {}
    for told in staff()["hat"]:
        _hat(world, told, users)
    pacts.bring(world)
    partners.bring(world)
    barriers.bring(world)
    common_work.bring(world)
    meetings.bring(world)
    evidence.bring(world)
    continuum.bring(world)
    approaches.bring(world)


def _agency(world: World, key: str, name: str, told: dict[str, Any]) -> None:
    run_by = world.listing.organizations.get(key) if world.listing else None
    world.agencies[key] = world.operate(
        accounts.create_agency,
        name=name,
        communities=[world.community],
        organization=run_by and Organization(pk=run_by),
        convenes=key == BACKBONE,
        is_part_2=told.get("part_2", False),
        is_victim_service_provider=told.get("victim_service", False),
    )


def _sign(world: World) -> None:
    """Everybody but two, one of them on trial; the safe house keeps its clients to itself, as the
    law wants."""
    apart = staff()["on_trial"]["keys"]
    left_out = {*staff()["unsigned"]["keys"], "safehouse", *staff()["agencies"], *apart}
    title = f"Working together for families in {NAME}"
    _join(world, title, [key for key in world.agencies if key not in left_out])
    world.on_trial = _join(world, f"{title}: on trial for two years", apart)


def _join(world: World, title: str, keys: list[str]) -> Agreement:
    signed = world.operate(
        agreements.make_agreement,
        community=world.community,
        kind="participation",
        title=title,
        starts=world.at,
    )
    for key in keys:
        agency = world.agencies[key]
        director = f"Director, {agency.name}"
        world.operate(agreements.join, agreement=signed, agency=agency, signed_by=director)
        world.signed.add(agency.pk)
    return signed


def _hat(world: World, told: dict[str, Any], users: dict[str, Any]) -> None:
    agency: Agency = world.agencies[told["agency"]]
    name = told["name"]
    if name not in users:
        users[name] = world.operate(
            accounts.create_user,
            email=f"{told['key']}@{told['agency']}.example.org",
            name=name,
            language=told.get("language", "en"),
        )
    hat = world.operate(
        accounts.add_membership,
        user=users[name],
        agency=agency,
        community=world.community,
        role=told["role"],
        is_part_2_staff=told.get("part_2", False),
    )
    actor = Actor("staff", users[name].pk, agency.pk, told["role"], world.community.pk)
    world.hats[told["key"]], world.actors[told["key"]] = hat, actor
    if told["role"] in ANSWERING:
        world.receivers.setdefault(agency.pk, []).append(actor)
