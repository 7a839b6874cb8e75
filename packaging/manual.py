"""python manual.py OUT SECONDS: the man page nndesk(1), from what the command line says of itself.

SECONDS is the date it bears.
"""

import argparse
import contextlib
import sys
import time

from nndesk import __version__, cli


def main(out, seconds):
    with open(out, "w", encoding="utf-8") as file, contextlib.redirect_stdout(file):
        write(seconds)


def write(seconds):
    date = time.strftime("%Y-%m-%d", time.gmtime(int(seconds)))
    parser = cli.parser()
    print(f'.TH NNDESK 1 {date} "nndesk {__version__}" "User Commands"')
    print(".SH NAME\nnndesk \\- see, train and understand neural networks")
    print(".SH SYNOPSIS\n.B nndesk\n[SOURCE] [\\-\\-theme light|dark] [\\-\\-lang en|zh_CN]")
    print(".br\n.B nndesk\nCOMMAND ...")
    print(".SH DESCRIPTION")
    print(escaped(f"{parser.description} {parser.epilog}"))
    print(".SH OPTIONS")
    options(parser)
    print(".SH COMMANDS")
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                usage = " ".join(command.format_usage().split()[1:]).replace(" [-h]", "")
                print(f".SS {name}\n.B {escaped(usage)}\n.PP")
                print(escaped(f"{command.description} {command.epilog or ''}".strip()))
                options(command)
    print(".SH EXIT STATUS")
    for status, meaning in {0: "done", 2: "bad use or bad input", 3: "diverged", 130: "interrupted"}.items():
        print(f".TP\n.B {status}\n{meaning}")


def options(parser):
    """A paragraph for each argument."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction | argparse._HelpAction):
            continue
        values = "|".join(map(str, action.choices or ())) if action.choices else action.metavar
        value = f" {values or action.dest.upper()}" if action.nargs != 0 else ""
        names = ", ".join(action.option_strings)
        print(".TP\n.B " + escaped(names + value if names else value.strip()))
        print(escaped(action.help or ""))


def escaped(text):
    """Text for a man page: no sign of it means anything there."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("%%", "%")
    return "\\&" + text if text[:1] in (".", "'") else text


main(*sys.argv[1:])
