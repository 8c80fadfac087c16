"""A procedure that asks opinions and answers them, as its file would read."""

from __future__ import annotations

from functools import cache

from ecar_governance.definitions.library import load_text
from ecar_governance.domain.workflow import Workflow

HEARING = """
workflow: hearing
version: 1.0.0
kind: rey
title: {az: Rəy, en: Hearing}
initial: draft
roles:
  member: {title: {az: Üzv, en: Member}, mandates: [rector, acting_rector]}
  students: {title: {az: Tələbələr, en: Students}, mandates: [student_representative]}
  secretariat: {title: {az: Katiblik, en: Secretariat}, mandates: [secretariat]}
states:
  draft: {title: {az: Layihə, en: Draft}, editable: true}
  opinions:
    title: {az: Rəylər gözlənilir, en: Opinions are asked}
    consultation: {of: [member, students], each: institution}
    deadline: {after: P14D, then: time_up, remind: [P3D]}
  weighed: {title: {az: Rəylər nəzərdən keçirilir, en: Opinions are weighed}}
  done: {title: {az: Bitdi, en: Done}, final: true, outcome: done}
transitions:
  ask: {title: {az: Rəy soruşun, en: Ask}, from: [draft, weighed], to: opinions, by: [member, secretariat]}
  give:
    title: {az: Rəy bildirin, en: Give an opinion}
    from: opinions
    by: [member, students]
    inputs:
      text: {kind: text, title: {az: Rəy, en: Opinion}}
      file: {kind: file, required: false, title: {az: Fayl, en: File}}
    effects: [record_opinion]
  enter:
    title: {az: Rəyi daxil edin, en: Enter an opinion}
    from: opinions
    by: [secretariat]
    inputs:
      party: {kind: party, title: {az: Kimin rəyi, en: Whose opinion}}
      text: {kind: text, title: {az: Rəy, en: Opinion}}
    effects: [record_opinion]
  answer:
    title: {az: Cavablandırın, en: Answer}
    from: [opinions, weighed]
    by: [secretariat]
    inputs:
      opinion: {kind: opinion, title: {az: Rəy, en: Opinion}}
      use:
        kind: choice
        title: {az: Necə nəzərə alındı, en: How it was used}
        choices: {used: {az: Tam, en: Used}, partly: {az: Qismən, en: In part}, not: {az: Yox, en: Not}}
      reasons: {kind: text, required: false, title: {az: Əsas, en: Reasons}}
    effects: [answer_opinion]
  heard: {title: {az: Hamı bildirdi, en: All heard}, from: opinions, to: weighed, on: all_opined}
  time_up: {title: {az: Müddət bitdi, en: Time is up}, from: opinions, to: weighed, on: deadline}
  finish:
    title: {az: Bitirin, en: Finish}
    from: weighed
    to: done
    by: [secretariat]
    require: [opinions_answered]
  finish_all:
    title: {az: Hamısı ilə bitirin, en: Finish with all}
    from: weighed
    to: done
    by: [secretariat]
    require: [opinions_complete, opinions_answered]
"""


@cache
def hearing() -> Workflow:
    """The procedure."""
    return load_text(HEARING, "hearing.yaml")
