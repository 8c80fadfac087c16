"""The server of `ecar serve` with one route more, which answers like a ballot's but touches no database.

python -m benchmarks.ballot_server      (settings from ECAR_*)
"""

from __future__ import annotations

from unittest.mock import patch

from litestar import Litestar, Response, post
from litestar.params import JSONBody

from ecar_governance.bootstrap import open_installation
from ecar_governance.services.desk import Desk
from ecar_governance.settings import Settings, read
from ecar_governance.web import server
from ecar_governance.web.api.answers import Key
from ecar_governance.web.api.shapes import Ballot, BallotReceipt
from ecar_governance.web.application import create_app
from ecar_governance.web.permissions import Permission

ECHO = "/api/v1/echo"


@post(ECHO, opt={"permission": Permission.ENTER, "quiet": True})
async def echo(data: JSONBody[Ballot], key: Key = None) -> Response[BallotReceipt]:
    """The same door, the same JSON in and out, nobody signed in and nothing kept."""
    return Response(BallotReceipt(key or "", data.seat, data.manifest_hash, 0, False), status_code=201)


def _with_echo(desk: Desk, settings: Settings) -> Litestar:
    app = create_app(desk, settings)
    app.register(echo)
    return app


def main() -> None:
    """Serves until SIGTERM."""
    with patch.object(server, "create_app", _with_echo), open_installation(read()) as installation:
        server.serve(installation)


if __name__ == "__main__":
    main()
