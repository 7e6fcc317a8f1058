from __future__ import annotations

import click
import pytest

from core.cli.commands import COMMANDS, group, load


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_answers_to_its_name(name):
    assert isinstance(load(name), click.Command)
    assert load(name).name == name


def test_an_unknown_command_is_none():
    roof = group()
    context = click.Context(roof)
    assert roof.get_command(context, "nonsense") is None
    assert roof.list_commands(context) == list(COMMANDS)
