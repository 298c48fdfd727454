"""The `podium` program.

Finds a command by its file, runs it, and ends every error in one clear line.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import os
import sys
import threading

import click

from podium.cli import commands, output
from podium.core.errors import OurFault, Stop


class Commands(click.Group):
    """A group whose commands are the files of a folder; a file is imported when its command is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names from the folder, dashes for people."""
        # pkgutil and pathlib would each cost a tenth of the start.
        files = [name for folder in commands.__path__ for name in os.listdir(folder)]  # noqa: PTH208
        return sorted(f[:-3].replace("_", "-") for f in files if f.endswith(".py") and not f.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command by its file name; None for a name that is no command, whatever its bytes."""
        if cmd_name not in self.list_commands(ctx):
            return None
        _keep_private()
        module = importlib.import_module(f"podium.cli.commands.{cmd_name.replace('-', '_')}")
        command = module.command
        if not isinstance(command, click.Command):
            raise OurFault(f"{module.__name__} has no click command called `command`")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by what you want to do; those in no group come last, with the first line of their file."""
        from podium.cli.groups import GROUPS

        ungrouped = [name for name in self.list_commands(ctx) if all(name not in dict(rows) for _, rows in GROUPS)]
        others = [("Others", tuple((name, _first_line(name)) for name in ungrouped))] if ungrouped else []
        for title, rows in (*GROUPS, *others):
            with formatter.section(title):
                formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, and for a misspelt name say which one may be meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            import difflib

            near = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1)
            hint = f"did you mean `podium {near[0]}`?" if near else "`podium --help` lists the commands"
            raise click.UsageError(f"there is no command {args[0]!r}; {hint}", ctx) from None


def _first_line(name: str) -> str:
    for folder in commands.__path__:
        path = f"{folder}/{name.replace('-', '_')}.py"
        if os.path.isfile(path):  # noqa: PTH113
            with open(path, encoding="utf-8") as file:  # noqa: PTH123
                return file.readline().strip().strip('"')
    return ""


def _keep_private() -> None:
    """Whatever a command writes is its owner's alone; to print help needs none of this."""
    from podium.system import paths

    paths.keep_private()


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `podium look PATH`. What podium reads stays on this machine.",
)
@click.version_option(package_name="podium")
@click.pass_context
def podium(ctx: click.Context) -> None:
    """A private mirror and practice room for engineers who became managers."""
    if ctx.invoked_subcommand is None:
        _alone(ctx)


def _alone(ctx: click.Context) -> None:
    """Look at what was looked at last; before the first look, say how to begin."""
    from podium import app

    if app.last_look.last_or_none() is not None:
        ctx.invoke(podium.get_command(ctx, "look"))  # type: ignore[arg-type]
        return
    for line in FIRST_LINES:
        output.out(line)


FIRST_LINES = (
    "podium shows you what your work says about you as a manager. Only you see it.",
    "  podium demo         see it on a made-up team",
    "  podium look PATH    look at your own clones",
    "  podium serve        open your room in the browser",
    "  podium --help       see everything else",
)


def run() -> None:
    """Run the program and leave with its exit code: 2 misuse, 3 ours, 4 your text, 5 a source, 6 too little evidence."""
    if sys.argv[1:2] in ([], ["look"]):
        gc.disable()  # nearly all that a look makes stays until its end, and no thread works while garbage is looked for
    code = _run(sys.argv[1:])
    if threading.active_count() == 1:
        _leave_at_once(code)
    sys.exit(code)


def _leave_at_once(code: int) -> None:
    """End without taking apart what the system takes back anyway, which takes a tenth of a look; not where output fails."""
    atexit._run_exitfuncs()  # pyright: ignore[reportPrivateUsage] - Python has no other name for it
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _run(arguments: list[str]) -> int:
    try:
        result = podium.main(args=arguments, prog_name="podium", standalone_mode=False)
    except Stop as stop:
        output.error(str(stop))
        return stop.code
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.exceptions.Abort:
        output.error("stopped; nothing that was confirmed is lost")
        return 130
    except click.ClickException as misuse:
        output.error(misuse.format_message())
        return misuse.exit_code
    except BrokenPipeError:
        # The reader of our output went away; point stdout elsewhere so that the interpreter's last flush is quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        output.error("stopped; nothing that was confirmed is lost")
        return 130
    except Exception as fault:
        if os.environ.get("PODIUM_DEBUG"):
            raise
        output.error(
            f"a fault of podium's own: {type(fault).__name__}: {fault} "
            "— run again with PODIUM_DEBUG=1 for the details and report them"
        )
        return OurFault.code
    # click hands back the code of `ctx.exit(n)`, and otherwise whatever the command returned.
    return result if isinstance(result, int) else 0
