"""The Hypothesis profile of every test run, and faults that are not hidden in one."""

import os

from hypothesis import settings

from obverse.incremental import guard

# No deadline: two cores shared with browsers and xdist make single examples slow now and then.
# On CI the examples are the same each time, so that a red run is red again when it is repeated.
settings.register_profile("ci", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("ci")

# A whole build would follow, and nobody would see the fault.
guard.FAULTS = ()
