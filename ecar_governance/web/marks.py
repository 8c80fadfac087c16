"""A paper of an election as a form sends it, in tokens that tell nothing; of an order one field an option."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from ecar_governance.domain.state import Vote
from ecar_governance.domain.voting.methods.papers import AGAINST, Marks
from ecar_governance.domain.voting.rule import MARKED
from ecar_governance.services.choosing import parts_of
from ecar_governance.services.queries.elections import BallotForm
from ecar_governance.web.forms import Sent
from ecar_governance.web.tokens import choice_token, option_of

Fields = tuple[tuple[str, str], ...]
ABSTAIN = "abstain"


class Token(Struct, frozen=True):
    """A field of the form with its value, for an option (or `against`, `abstain`), at a place in an order."""

    field: str
    value: str
    option: str
    name: str
    institution: str = ""
    place: int = 0


class Chosen(Struct, frozen=True):
    """What the form says: a choice, marks or parts, and the fields that say so, to be sent again."""

    choice: str
    marks: Marks
    fields: Fields
    parts: dict[str, Fraction] = {}


def tokens(form: BallotForm, secret: str, vote: str, seat: str) -> tuple[tuple[Token, ...], ...]:
    """What the form shows, option by option: in an order one token a place, else one."""
    found = []
    for place, option in enumerate(form.options):
        if form.kind == "order":
            found.append(
                tuple(
                    Token(
                        f"place-{place}",
                        choice_token(secret, vote, seat, _at(option.option, rank)),
                        option.option,
                        option.name,
                        option.institution,
                        rank,
                    )
                    for rank in range(len(form.options) + 1)
                )
            )
        else:
            value = choice_token(secret, vote, seat, option.option)
            field = "choice" if form.kind == "one" else "mark"
            found.append((Token(field, value, option.option, option.name, option.institution),))
    return tuple(found)


def further(form: BallotForm, secret: str, vote: str, seat: str, *, abstain: bool) -> tuple[Token, ...]:
    """What else may be chosen: against all, and to abstain."""
    words = [*([AGAINST] if form.against else []), *([ABSTAIN] if abstain else [])]
    return tuple(Token("choice", choice_token(secret, vote, seat, word), word, "") for word in words)


def chosen(form: BallotForm, secret: str, vote: str, seat: str, sent: Sent) -> Chosen | None:
    """What was chosen; None where nothing was. Whether it is allowed is for `services.choosing`."""
    ids = [option.option for option in form.options]
    word = option_of(secret, vote, seat, sent.text("choice"), [*ids, AGAINST, ABSTAIN])
    fields: Fields = (("choice", sent.text("choice")),) if word is not None else ()
    if form.kind == "one":
        if word is None:
            return None
        return Chosen(ABSTAIN, (), fields) if word == ABSTAIN else Chosen(MARKED, ((word,),), fields)
    read = _several if form.kind == "several" else _order
    marks, told = read(ids, secret, vote, seat, sent)
    if word == ABSTAIN:
        return Chosen(ABSTAIN, marks, (*fields, *told))
    return Chosen(MARKED, marks, told) if marks else None


def _several(ids: list[str], secret: str, vote: str, seat: str, sent: Sent) -> tuple[Marks, Fields]:
    given = [(value, option_of(secret, vote, seat, value, ids)) for value in sent.form.all("mark")]
    known = [(value, option) for value, option in given if option is not None]
    marks = (tuple(option for _, option in known),) if known else ()
    return marks, tuple(("mark", value) for value, _ in known)


def _order(ids: list[str], secret: str, vote: str, seat: str, sent: Sent) -> tuple[Marks, Fields]:
    """Places are an order and no more: one that nobody was given is no gap in it."""
    places: dict[int, list[str]] = {}
    fields = []
    for number, option in enumerate(ids):
        value = sent.text(f"place-{number}")
        ranks = {_at(option, rank): rank for rank in range(len(ids) + 1)}
        told = option_of(secret, vote, seat, value, ranks)
        if told is not None:
            fields.append((f"place-{number}", value))
            if ranks[told]:
                places.setdefault(ranks[told], []).append(option)
    return tuple(tuple(places[rank]) for rank in sorted(places)), tuple(fields)


def divided(vote: Vote, sent: Sent) -> tuple[dict[str, Fraction], Fields]:
    """How a vote is divided, side by side, and the fields that say so. Raises InvalidInput for what is no
    number."""
    said = {side: sent.text(f"part-{side}") for side in vote.options}
    return parts_of(said), tuple((f"part-{side}", text) for side, text in said.items() if text)


def preferred(tied: Iterator[str] | tuple[str, ...], sent: Sent) -> tuple[str, ...]:
    """The equals in the order in which the chair put them; those without a place, or with one given twice,
    are left out, and the core says so."""
    given: dict[str, list[str]] = {}
    for number, option in enumerate(tied):
        given.setdefault(sent.text(f"place-{number}"), []).append(option)
    ranks = sorted((rank for rank in given if rank.isascii() and rank.isdigit()), key=int)
    return tuple(given[rank][0] for rank in ranks if len(given[rank]) == 1)


def _at(option: str, place: int) -> str:
    return f"{option}@{place}"
