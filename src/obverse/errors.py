"""Exceptions: trouble with the machine or with how the command was called, never with a source."""


class ObverseError(Exception):
    """Something the author's text is not to blame for; the command ends with exit status 2.

    `message` says what is wrong, `hint` what to do about it; both in the form of a diagnostic
    (lower case, no full stop).
    """

    def __init__(self, message: str, hint: str | None = None) -> None:
        """Keep both halves apart, so that a command can print them as it prints a diagnostic."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class TextError(ObverseError):
    """A text that cannot be read as what it should be, with the place of the first fault.

    `line` and `column` count from one, in characters. Whoever knows the file's name turns it
    into a diagnostic with the rule named here.
    """

    def __init__(
        self,
        rule: str,
        message: str,
        line: int,
        column: int = 1,
        *,
        length: int = 1,
        hint: str | None = None,
    ) -> None:
        """Keep the place beside the message."""
        super().__init__(message, hint)
        self.rule = rule
        self.line = line
        self.column = column
        self.length = length
