"""What `python -m sipabm` and the command `sipabm` do: the command line, which ends in one line at any interruption."""

import os
import signal
import sys
from contextlib import suppress
from types import FrameType

INTERRUPTED = 130


def main() -> int:
    """Return the exit code of the command line."""
    # Ignored by who starts a command in the background of a script, and then by the command as well.
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return command()
    # An exception would end somewhere within an import, of which some swallow or print it. Nothing is begun yet.
    signal.signal(signal.SIGINT, stop)
    sys.unraisablehook = interrupted_again
    try:
        return command()
    except KeyboardInterrupt:  # once more, while the first was told
        return INTERRUPTED
    finally:
        # Whoever interrupts Python as it ends does not want to wait for its threads.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        # An interruption within a text that Python runs, as where a named tuple is made, is noted, and Python would end
        # by the signal though it was told. Another text takes the note back.
        exec("")


def command() -> int:
    """Return the exit code of the command line, whose import takes as long as a short command."""
    from sipabm.cli import main as command_line

    if signal.getsignal(signal.SIGINT) is stop:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return command_line()


def stop(number: int, frame: FrameType | None) -> None:
    """End this process at once."""
    with suppress(OSError):
        os.write(2, b"sipabm: interrupted\n")
    os._exit(INTERRUPTED)


def interrupted_again(what: "sys.UnraisableHookArgs") -> None:
    """Interrupt the command once more if an interruption came where no exception leads anywhere."""
    if not isinstance(what.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(what)
    elif signal.getsignal(signal.SIGINT) is not signal.SIG_DFL:  # else it has ended, and was told
        signal.raise_signal(signal.SIGINT)


if __name__ == "__main__":
    sys.exit(main())
