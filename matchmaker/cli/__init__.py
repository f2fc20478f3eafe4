"""The `matchmaker` command: click groups, each loaded only when it is called.

Start-up must stay fast: `matchmaker plan` imports neither torch nor FAISS nor SQLAlchemy.
"""

from __future__ import annotations

from importlib import import_module

import click

from matchmaker import __version__

# command -> module whose attribute `command` is the click command or group
COMMANDS: dict[str, str] = {
    "evaluate": "matchmaker.cli.evaluate",
    "model": "matchmaker.cli.model",
    "plan": "matchmaker.cli.plan",
}


class LazyGroup(click.Group):
    """A click group that imports a command's module when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command = import_module(module).command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Matchmaking between experts and enterprises for the 双百 campaign."""
