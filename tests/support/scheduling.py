"""How tests are spread over the workers of pytest-xdist: one by one, but whole modules that share rows."""

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.support.kept import TOGETHER


class ModulesTogether(LoadScopeScheduling):
    """`--dist load`, except that one worker takes all tests of a module of `TOGETHER`."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return module if module in TOGETHER else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return ModulesTogether(config, log)
