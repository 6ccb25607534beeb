"""The command line: words in, one call of a public function each, lines and exit codes out."""

from attdata.cli.commands import app as app
from attdata.cli.commands import main as main
