"""The `matchmaker` command: click groups, each loaded only when it is called.

Start-up must stay fast: `matchmaker plan` imports neither torch nor FAISS nor SQLAlchemy.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from matchmaker import __version__
from matchmaker.errors import MatchmakerError

# command -> module whose attribute `command` is the click command or group
COMMANDS: dict[str, str] = {
    "audit": "matchmaker.cli.audit",
    "backup": "matchmaker.cli.backup",
    "db": "matchmaker.cli.db",
    "demo": "matchmaker.cli.demo",
    "doctor": "matchmaker.cli.doctor",
    "evaluate": "matchmaker.cli.evaluate",
    "import": "matchmaker.cli.import_",
    "index": "matchmaker.cli.index",
    "learn": "matchmaker.cli.learn",
    "model": "matchmaker.cli.model",
    "person": "matchmaker.cli.person",
    "plan": "matchmaker.cli.plan",
    "restore": "matchmaker.cli.restore",
    "serve": "matchmaker.cli.serve",
    "suggest": "matchmaker.cli.suggest",
    "token": "matchmaker.cli.token",
    "user": "matchmaker.cli.user",
    "worker": "matchmaker.cli.worker",
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

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a typed error, or a file that cannot be used, is told in one line; exit code 1."""
        try:
            return super().invoke(ctx)
        except MatchmakerError as error:
            from matchmaker.locale.catalogues import SOURCE_LOCALE  # Babel only when there is something to tell
            from matchmaker.locale.render import render_error

            raise click.ClickException(render_error(error, locale=SOURCE_LOCALE)) from error
        except BrokenPipeError:  # whoever read the output has enough: click ends quietly
            raise
        except OSError as error:
            if error.filename is None:
                raise
            told = f"{error.filename}: {error.strerror}. Name another place, or mend this one."
            raise click.ClickException(told) from error


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Matchmaking between experts and enterprises for the 双百 campaign."""
    from matchmaker.logs import configure_logging  # `--help` needs no logs

    configure_logging()
