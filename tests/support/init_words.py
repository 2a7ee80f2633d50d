"""What `withhold init` needs besides a register and a directory, so that it asks for nothing."""

from support.home import SOME_WITNESS

INIT = (
    *("--origin", "example.gov/log", "--model", "any"),
    *("--witness", str(SOME_WITNESS.key), SOME_WITNESS.url),
    *("--steward", "CUS-1=Ada Example", "--steward", "CUS-2=Ben Example", "--steward", "CUS-3=Cy Example"),
    *("--inspector", "INS-1=Dee Example", "--inspector", "INS-2=Eve Example"),
)
