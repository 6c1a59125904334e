"""Invite somebody to work for an agency; the first administrator begins here."""

from typing import Any

import click

from kinwork.accounts.rules import STAFF_ROLES
from kinwork.cli.agency import kinds, organization_named, records_of
from kinwork.cli.base import needs_database
from kinwork.common.actor import OPERATOR
from kinwork.common.trouble import Trouble


@click.command()
@click.argument("email")
@click.option("--agency", "agency_name", required=True, help="Its name; made when new.")
@click.option("--role", required=True, type=click.Choice(STAFF_ROLES), help="What they do there.")
@click.option("--community", "slug", default="", help="Short name; needed when there are several.")
@click.option("--convenes", is_flag=True, help="A new agency that convenes the community.")
@kinds
@click.option("--part-2-staff", is_flag=True, help="They work in its Part 2 program.")
@click.option("--language", default="en", type=click.Choice(["en", "es"]), help="Of the message.")
@needs_database()
def command(
    email: str,
    agency_name: str,
    role: str,
    slug: str,
    convenes: bool,
    language: str,
    part_2_staff: bool,
    **kind: Any,
) -> None:
    """Invite EMAIL to work for an agency. The link goes to that address."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.utils import timezone

    from kinwork.accounts import actions
    from kinwork.accounts.rules import Impossible
    from kinwork.common.acting import acting_as

    try:
        validate_email(email)
    except ValidationError:
        raise Trouble(f"{email!r} is no e-mail address.") from None
    now = timezone.now()
    with acting_as(OPERATOR):
        community = _community(slug)
        asked = {"email": email, "community": community, "role": role}
        try:
            asked["agency"] = agency = _agency(agency_name, community, convenes, kind, now)
            asked["is_part_2_staff"] = part_2_staff
            one = actions.invite(**asked, language=language, by=OPERATOR, at=now)
        except Impossible as why:
            raise Trouble(str(why.sentence)) from None
    click.echo(f"{one.email} is invited: {role} at {agency.name}, until {one.expires_at:%Y-%m-%d}.")
    click.echo("The message leaves as soon as the task worker runs.")


def _community(slug: str):
    from kinwork.common.models import Community

    found = list(Community.objects.filter(**({"slug": slug} if slug else {})).order_by("slug")[:2])
    if len(found) == 1:
        return found[0]
    if slug:
        raise Trouble(f"There is no community {slug}. Make it with: kinwork community create.")
    if found:
        raise Trouble("There are several communities: say which with --community.")
    raise Trouble("There is no community yet. Make one with: kinwork community create.")


def _agency(name: str, community, convenes: bool, kind: dict[str, Any], at):
    """The agency called `name` that works in `community`; made when there is none, of this kind."""
    from kinwork.accounts import actions
    from kinwork.accounts.models import Agency

    found = list(Agency.objects.filter(name__iexact=name, communities=community)[:2])
    if len(found) > 1:
        raise Trouble(f"Two agencies are called {name}: invite from the site instead.")
    if found and any(kind.values()):
        raise Trouble(f"{name} works here already: say what it is with kinwork agency mark.")
    if found:
        return found[0]
    asked = {"name": name, "communities": [community], "convenes": convenes}
    asked["records"] = records_of(kind["part_2"], kind["keeps"])
    asked["is_victim_service_provider"] = kind["victim_services"]
    if kind["organization"]:
        asked["organization"] = organization_named(kind["organization"])
    return actions.create_agency(**asked, by=OPERATOR, at=at)
