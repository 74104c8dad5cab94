"""How tests are spread over the workers of pytest-xdist: one by one, but modules and folders that share rows."""

import pytest
from xdist.scheduler import LoadGroupScheduling

from tests.support.kept import TOGETHER


class SharersTogether(LoadGroupScheduling):
    """`--dist loadgroup`, except that one worker takes all tests below a path of `TOGETHER`."""

    def _split_scope(self, nodeid: str) -> str:
        return next((path for path in TOGETHER if nodeid.startswith(path)), super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return SharersTogether(config, log)
