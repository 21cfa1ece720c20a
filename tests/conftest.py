"""What all tests share: hypothesis draws the same examples in every run.

A run of the checks says something about the change it is run on, so it must not depend on luck. To look
for new failures, run with ``HYPOTHESIS_PROFILE=search``: then the examples are drawn at random.
"""

import os

from hypothesis import settings

settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))
