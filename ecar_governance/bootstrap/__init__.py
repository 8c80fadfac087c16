"""Where adapters meet services: the only package that knows all of them.

`open_installation` gives a process its desk; `found` makes a new installation; `open_for_audit` reads one as
it lies, without trusting it.
"""

from ecar_governance.bootstrap.assembly import Installation, is_installed, open_installation, trust_roots
from ecar_governance.bootstrap.founding import CONFERENCE, found
from ecar_governance.bootstrap.keeping import (
    backup,
    open_for_audit,
    restore,
    rotate_log_key,
    upgrade,
    verify_alone,
)

__all__ = [
    "CONFERENCE",
    "Installation",
    "backup",
    "found",
    "is_installed",
    "open_for_audit",
    "open_installation",
    "restore",
    "rotate_log_key",
    "trust_roots",
    "upgrade",
    "verify_alone",
]
