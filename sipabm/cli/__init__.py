"""Command line: `sipabm run world` and what helps to understand it. Heavy imports wait until a command needs them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from sipabm.cli.attribute_command import attribute
from sipabm.cli.autopsy_command import autopsy
from sipabm.cli.calibrate_command import calibrate
from sipabm.cli.check_commands import bench, verify
from sipabm.cli.columns_command import columns
from sipabm.cli.compare_command import compare
from sipabm.cli.console import InterruptionError, noting, say
from sipabm.cli.discover_command import discover
from sipabm.cli.glossary_command import glossary
from sipabm.cli.levers_command import levers
from sipabm.cli.measures_command import measures
from sipabm.cli.mechanisms_command import mechanisms
from sipabm.cli.merge_command import merge
from sipabm.cli.network_command import network
from sipabm.cli.page_command import page
from sipabm.cli.parameters_command import parameters
from sipabm.cli.report_command import report
from sipabm.cli.robust_command import robust
from sipabm.cli.run_command import run
from sipabm.cli.scenario_commands import scenarios, show
from sipabm.cli.sensitivity_command import sensitivity
from sipabm.cli.sweep_command import sweep
from sipabm.cli.typed_command import typed
from sipabm.cli.validate_command import validate
from sipabm.errors import LONGEST_LINE, MOST_PARTS, ScenarioError, one_line, shown, without_middle
from sipabm.surroundings import close_streams, settled

MOST_ARGUMENTS = 10_000
WRONG_INPUT, INTERRUPTED, BROKEN_PIPE = 2, 130, 1
OF_PYDANTIC = "Value error, "  # before what typer itself says
NO_THREAD = "can't start new thread"  # as Python says it

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Begin with: sipabm run world",
)


def show_version(wanted: bool) -> None:
    """Print the version and leave, if it is wanted."""
    if wanted:
        from sipabm import __version__

        typer.echo(f"sipabm {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def sipabm(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Simulate how social investment partnerships come about, fail and spread.

    A scenario describes a world: authorities, providers, investors, funds.
    'run' simulates it many times, prints what happened, and keeps the tables in
    a folder; 'report' adds figures. Each command explains itself, as by
    sipabm run --help
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


app.command(epilog="Example: sipabm run world --policy early_meetings=0.5@2024Q1 --out output/meetings")(run)
app.command(epilog="Example: sipabm report output/world")(report)
app.command(epilog="Example: sipabm compare world --lever early_meetings=0.5,1 --from 2012Q1 --precision 1%")(compare)
app.command(
    epilog="Example: sipabm robust denmark --lever early_meetings=1 --lever flexible_contracts=1 --from 2026Q1"
)(robust)
app.command(
    epilog="Example: sipabm sweep world --grid early_meetings=0,0.5,1 --latin 100 --range silo_strength=0.1:0.9 "
    "--replicates 50 --out output/meetings"
)(sweep)
app.command(epilog="Example: sipabm merge output/shard_* --out output/whole")(merge)
app.command(epilog="Example: sipabm attribute world --decline --out output/decline")(attribute)
app.command(epilog="Example: sipabm autopsy output/world --out output/autopsy")(autopsy)
app.command(epilog="Example: sipabm sensitivity world --outputs signed,fall --points 6000 --out output/numbers")(
    sensitivity
)
app.command(epilog="Example: sipabm discover output/sweep --outcome 'signed > 300' --out output/box")(discover)
app.command(epilog="Example: sipabm validate world --out output/validation")(validate)
app.command(epilog="Example: sipabm network classroom --animation --out output/network")(network)
app.command(epilog="Example: sipabm page classroom --out page.html")(page)
app.command(epilog="Example: sipabm scenarios")(scenarios)
app.command(epilog="Example: sipabm show world > my_world.toml")(show)
app.command(epilog="Example: sipabm levers early_meetings")(levers)
app.command(epilog="Example: sipabm mechanisms")(mechanisms)
app.command(epilog="Example: sipabm parameters --search bending")(parameters)
app.command(epilog="Example: sipabm columns contracts")(columns)
app.command(epilog="Example: sipabm measures --search exit")(measures)
app.command(epilog="Example: sipabm glossary silo")(glossary)
app.command(epilog="Example: sipabm calibrate world --rows 10000")(calibrate)
app.command(epilog="Example: sipabm verify --scenarios 10")(verify)
app.command(epilog="Example: sipabm bench --quick")(bench)


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit code of a command: 0, 1 for differences found, 2 for wrong input, 130 if interrupted."""
    given = sys.argv[1:] if arguments is None else arguments
    with settled(), noting(), typed(given):
        try:
            return answered(given)
        finally:
            close_streams()


def answered(arguments: Sequence[str]) -> int:
    """Return the exit code of a command, after a line that says what was wrong, if something was."""
    try:
        check_arguments(arguments)
        code = app(args=arguments, prog_name="sipabm", standalone_mode=False)
        sys.stdout.flush()
    except InterruptionError as error:
        return complain(str(error), INTERRUPTED)
    except (KeyboardInterrupt, typer.Abort):
        return complain("interrupted", INTERRUPTED)
    except BrokenPipeError:  # nobody reads any more, as after `| head`
        return BROKEN_PIPE
    except (ScenarioError, OSError) as error:
        return complain(in_words(error), WRONG_INPUT)
    except MemoryError:
        return complain(
            "too little memory; use fewer threads (--threads 1), fewer points, or a smaller world", WRONG_INPUT
        )
    except Exception as error:
        if NO_THREAD in str(error):
            return complain(f"{NO_THREAD}: the system allows no more of them (ulimit -u); allow some", WRONG_INPUT)
        # Usage errors: typer brings its own click or imports it, depending on its version.
        if not hasattr(error, "format_message"):
            raise
        return complain(usage_error(error, arguments), WRONG_INPUT)
    if code == INTERRUPTED:
        complain("interrupted", INTERRUPTED)
    return code or 0


def usage_error(error: Any, arguments: Sequence[str]) -> str:
    """Return in words what typer finds wrong with some arguments, and where to look."""
    said = error.format_message().replace(OF_PYDANTIC, "").rstrip(".")
    command = getattr(getattr(error, "ctx", None), "command_path", "sipabm")
    return f"{said}{given_for(error, arguments, said)}{hint_for(error)} (see `{command} --help`)"


def given_for(error: Any, arguments: Sequence[str], said: str) -> str:
    """Return in words what was given for the option that an error is of; nothing if that is said, or not to be seen."""
    options, given = getattr(getattr(error, "param", None), "opts", ()), ""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        name, equals, value = argument.partition("=")
        if name in options and (equals or following):
            given = shown(value if equals else following)  # of several the last one is taken
    return f", given: {given}" if given and given not in said else ""


def hint_for(error: Any) -> str:
    """Return how a parameter is given that was taken for an option, nothing if an error is none of that."""
    name = (getattr(error, "option_name", None) or "").lstrip("-").replace("-", "_").lower()
    if not name:
        return ""
    from sipabm.parameters import GROUP_OF

    return f"; a parameter is given as --set {name}=VALUE" if name in GROUP_OF else ""


def check_arguments(arguments: Sequence[str]) -> None:
    """Raise ScenarioError if an argument is empty, as of a variable that is not set, or no text in UTF-8."""
    if len(arguments) > MOST_ARGUMENTS:
        raise ScenarioError(f"{len(arguments)} arguments are given; at most {MOST_ARGUMENTS} are allowed")
    for number, argument in enumerate(arguments, 1):
        if argument.count("/") > MOST_PARTS:
            raise ScenarioError(f"argument {number} has more than {MOST_PARTS} parts of a path; give a shorter one")
        option, equals, value = argument.partition("=")
        if not (value if option.startswith("--") and equals else argument).strip():
            raise ScenarioError(f"argument {number} is empty ({shown(argument)}); give a value, or leave it out")
        try:
            argument.encode()
        except UnicodeEncodeError:  # tables, manifests and figures hold such text alone
            raise ScenarioError(
                f"argument {number} is no text in UTF-8 ({shown(argument)}); rename what is meant"
            ) from None


def in_words(error: Exception) -> str:
    """Return an error as a line: what, and for files where."""
    if isinstance(error, OSError) and error.strerror:
        return f"{shown(error.filename)}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def complain(text: str, code: int) -> int:
    """Print one line on standard error and return the exit code."""
    say(f"sipabm: {without_middle(one_line(text), LONGEST_LINE)}")
    return code
