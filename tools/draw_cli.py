"""The page of every command: what click itself would say as help, as one page of tables."""

import click

DAY = "%Y-%m-%d"


def cli() -> str:
    """docs/reference/cli.md."""
    from kinwork.cli import first_line, kinwork

    context = click.Context(kinwork, info_name="kinwork")
    verbs = kinwork.list_commands(context)
    lines = [
        "# Commands",
        "",
        "`kinwork VERB --help` says the same for one verb. Every command ends with 0 when it did its"
        " work, with 1 and one sentence when a person can mend what is wrong, with 2 when an option"
        " cannot be read. `kinwork --demo VERB` works on the demo community.",
        "",
        *(f"- [`{verb}`](#kinwork-{verb}): {first_line(verb)}" for verb in verbs),
        "",
    ]
    for verb in verbs:
        lines += _command(kinwork.get_command(context, verb), verb, context, first_line(verb))
    return "\n".join(lines).rstrip() + "\n"


def _command(command: click.Command, name: str, above: click.Context, says: str = "") -> list[str]:
    """Its heading, what it does, its usage and options; then those below it."""
    context = click.Context(command, info_name=name, parent=above)
    depth = "##" if above.parent is None else "###"
    usage = f"{context.command_path} {' '.join(command.collect_usage_pieces(context))}"
    lines = [f"{depth} {context.command_path}", "", *_words(command, says)]
    lines += ["```", usage, "```", ""]
    lines += _options(command, context)
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            lines += _command(command.get_command(context, below), below, context)
    return lines


def _words(command: click.Command, says: str) -> list[str]:
    """Its own help as paragraphs; where it has none, the verb's line."""
    told = (command.help or says).replace("\b\n", "").replace("\f", "").strip()
    return [" ".join(part.split()) + "\n" for part in told.split("\n\n") if part.strip()]


def _options(command: click.Command, context: click.Context) -> list[str]:
    rows = [_option(one, context) for one in command.params]
    if not rows:
        return []
    return ["| option | takes | what it does |", "| --- | --- | --- |", *rows, ""]


def _option(one: click.Parameter, context: click.Context) -> str:
    """One line of the table: its names, what it takes, what it does, what counts without it."""
    if isinstance(one, click.Argument):
        return _line(one.human_readable_name, _takes(one, context), "must be said" * one.required)
    names = ", ".join(f"`{name}`" for name in (*one.opts, *one.secondary_opts))
    told = [one.help or ""]
    if one.required:
        told.append("Must be said.")
    if one.show_default and one.default not in (None, ""):
        told.append(f"Without it: {one.default}.")
    return _line(names, "" if one.is_flag else _takes(one, context), " ".join(told).strip())


def _takes(one: click.Parameter, context: click.Context) -> str:
    if isinstance(one.type, click.Choice):
        return ", ".join(str(choice) for choice in one.type.choices)
    if isinstance(one.type, click.DateTime):
        return ", ".join("a day like 2026-01-31" if f == DAY else f for f in one.type.formats)
    many = ", as many as you like" if one.multiple or one.nargs == -1 else ""
    return one.type.name + many


def _line(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
