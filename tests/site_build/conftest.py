"""The site with a ledger, which the tests of ledger and restatements copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.recorded_site import recorded_site
from tests.site import SmallSite


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The site with a ledger, built. It is shared, so no test may change it: `recorded_copy` is a copy."""
    return recorded_site(tmp_path_factory.mktemp("ledger"))


@pytest.fixture
def recorded_copy(recorded: SmallSite, tmp_path: Path) -> SmallSite:
    """The site with a ledger, for a test that changes it."""
    return recorded.copy(tmp_path / "site")
