"""Completion of commands and options, as text for your shell."""

from __future__ import annotations

import click

from podium.cli import output


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print what lets your shell complete podium's commands and options.

    \b
      podium completion bash >> ~/.bashrc
      podium completion zsh >> ~/.zshrc
      podium completion fish > ~/.config/fish/completions/podium.fish
    """
    from click.shell_completion import get_completion_class

    from podium.cli.main import podium

    kind = get_completion_class(shell)
    if kind is not None:
        output.raw(kind(podium, {}, "podium", "_PODIUM_COMPLETE").source().rstrip("\n"))
