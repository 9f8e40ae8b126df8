"""A command, run in this process."""

import pytest

from deconflict.cli import main


@pytest.fixture
def run(capsys):
    def command(*arguments):
        try:
            status = main([str(a) for a in arguments])
        except SystemExit as end:
            status = end.code
        return status, *capsys.readouterr()

    return command
