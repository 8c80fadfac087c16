"""Several items of a session put as one question: the chair puts them together, members take items out."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from ecar_governance.domain import commands as c
from ecar_governance.domain.state import Session
from ecar_governance.services import blocks
from ecar_governance.services.ports import Outcome
from ecar_governance.services.queries.blocks import block_view
from ecar_governance.services.queries.sessions import session
from ecar_governance.web.errors import AnyRequest
from ecar_governance.web.forms import EMPTY, Form, Sent, whole
from ecar_governance.web.here import Here, done_of, fresh_key
from ecar_governance.web.permissions import Permission
from ecar_governance.web.routes.acting import act_on, key_of, number_of
from ecar_governance.web.routes.sessions import known_session
from ecar_governance.web.views import page

_READ = {"permission": Permission.SESSIONS}
_RUN = {"permission": Permission.RUN_SESSION}
_ACT = {"permission": Permission.ACT}
_BACK = "/sessions/{}/block"


@get("/sessions/{name:str}/block", opt=_READ, sync_to_thread=True)
def show_block(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """What is put together, who took what out, and for the chair what might be."""
    here = Here(request)
    return _block(here, known_session(here, name), EMPTY)


def _block(here: Here, known: Session, form: Form, status: int = 200) -> Response[Any]:
    return page(
        here.request,
        "sessions/block.html",
        status=status,
        page=session(here.directory, known, here.at, reader=here.person),
        block=block_view(here.directory, known),
        may_run=here.may_command(c.AnnounceBlock, session=known.session),
        may_take_out=here.may_command(c.TakeOutOfBlock),
        form=form,
        key=fresh_key(),
        done=done_of(here.request),
    )


@post("/sessions/{name:str}/block", opt=_RUN, status_code=200)
async def announce(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Puts the items that are ticked together; none gives the block up."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome:
        given = {whole(one, 5) for one in sent.form.all("items")}
        items = tuple(sorted(one for one in given if one is not None))
        return blocks.announce(here.desk, here.person, name, items, key=key_of(sent))

    return await act_on(request, name, _block, _BACK, act)


@post("/sessions/{name:str}/block/take-out", opt=_ACT, status_code=200)
async def take_out(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """The item is voted on alone."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome:
        return blocks.take_out(here.desk, here.person, name, number_of(sent, "item"), key=key_of(sent))

    return await act_on(request, name, _block, _BACK, act)


@post("/sessions/{name:str}/block/open", opt=_RUN, status_code=200)
async def open_block(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Puts the question."""

    def act(here: Here, known: Session, sent: Sent) -> Outcome:
        return blocks.open_block(here.desk, here.person, name, key=key_of(sent))

    return await act_on(request, name, _block, "/sessions/{}/control", act)
