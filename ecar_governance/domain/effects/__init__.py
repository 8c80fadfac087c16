"""What an action brings about besides the move: the functions behind the effect names of a procedure.

The names, parameters and inputs are declared in `domain.registry`, which the checker reads; a test holds the
two together. An effect emits its events and answers None; or a list of reasons, and nothing of the act
holds; or what has happened, which the case's procedure then follows (a result had at once).
"""

from __future__ import annotations

from collections.abc import Callable

from ecar_governance.domain.effects.base import Answer, Effect, Happened
from ecar_governance.domain.effects.contacts import (
    notify,
    record_execution,
    register_answer,
    register_letter,
    start_linked_case,
)
from ecar_governance.domain.effects.dividing import move_division, reduce_text
from ecar_governance.domain.effects.elections import elect_by_acclamation, enter_paper_count
from ecar_governance.domain.effects.house import result_trigger
from ecar_governance.domain.effects.objecting import record_objection, record_reservation
from ecar_governance.domain.effects.offices import grant_mandate
from ecar_governance.domain.effects.opinions import answer_opinion, record_opinion
from ecar_governance.domain.effects.resolutions import (
    admit_member,
    number_resolution,
    publish,
    request_typesetting,
)
from ecar_governance.domain.effects.review import (
    lift_from_agenda,
    place_on_agenda,
    record_recommendation,
    refer_to_body,
)
from ecar_governance.domain.effects.votes import (
    adopt_without_vote,
    enter_hand_count,
    open_vote,
    stop_vote,
)

EFFECTS: dict[str, Callable[[Effect], Answer]] = {
    "refer_to_body": refer_to_body,
    "record_recommendation": record_recommendation,
    "record_opinion": record_opinion,
    "answer_opinion": answer_opinion,
    "place_on_agenda": place_on_agenda,
    "lift_from_agenda": lift_from_agenda,
    "move_division": move_division,
    "reduce_text": reduce_text,
    "open_vote": open_vote,
    "stop_vote": stop_vote,
    "record_objection": record_objection,
    "record_reservation": record_reservation,
    "adopt_without_vote": adopt_without_vote,
    "enter_hand_count": enter_hand_count,
    "enter_paper_count": enter_paper_count,
    "elect_by_acclamation": elect_by_acclamation,
    "number_resolution": number_resolution,
    "request_typesetting": request_typesetting,
    "publish": publish,
    "admit_member": admit_member,
    "grant_mandate": grant_mandate,
    "notify": notify,
    "register_letter": register_letter,
    "register_answer": register_answer,
    "record_execution": record_execution,
    "start_linked_case": start_linked_case,
}

__all__ = ["EFFECTS", "Answer", "Effect", "Happened", "result_trigger"]
