"""What holds for every test run: the Hypothesis profile, where it runs, faults in plain sight."""

import os
import tempfile
from pathlib import Path

from hypothesis import settings

from obverse.incremental import guard

# No deadline: two cores shared with browsers and xdist make single examples slow now and then.
# On CI the examples are the same each time, so that a red run is red again when it is repeated.
settings.register_profile("ci", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("ci")

# Paths are shown from the current folder where they are below it, so a run that was started above
# the folder for temporary files would show others than one that was started here.
os.chdir(Path(__file__).parents[1])

# What the person at the machine allowed to a project is not asked for, and nothing is added to it.
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="obverse-suite-")
# So is what is known of their Anki.
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="obverse-suite-")
os.environ.pop("OBVERSE_ALLOW", None)

# A whole build would follow, and nobody would see the fault.
guard.FAULTS = ()
