"""A statement to a ministry that waits for its answer and leads to a further case, as its file would read."""

from __future__ import annotations

from functools import cache

from ecar_governance.definitions.library import load_text
from ecar_governance.domain.workflow import Workflow

ENQUIRY = """
workflow: enquiry
version: 1.0.0
kind: muraciet
title: {az: Müraciət, en: Enquiry}
initial: draft
roles:
  member: {title: {az: Üzv, en: Member}, mandates: [rector, acting_rector], scope: sponsor}
  rectors: {title: {az: Rektorlar, en: Rectors}, mandates: [rector, acting_rector]}
  secretariat: {title: {az: Katiblik, en: Secretariat}, mandates: [secretariat]}
fields:
  until: {kind: date, title: {az: Açıqlanma günü, en: Not before}}
  access:
    kind: choice
    title: {az: Giriş, en: Access}
    choices: {open: {az: Açıq, en: Open}, closed: {az: Qapalı, en: Closed}}
states:
  draft: {title: {az: Layihə, en: Draft}, editable: true}
  waiting:
    title: {az: Cavab gözlənilir, en: An answer is awaited}
    waits_for: {az: Nazirliyin cavabı, en: The ministry's answer}
  answered: {title: {az: Cavab alınıb, en: Answered}}
  public: {title: {az: Açıqlanıb, en: Published}}
  done: {title: {az: Bitdi, en: Done}, final: true, outcome: done}
transitions:
  request:
    title: {az: Məktubu qeydə alın, en: Register the request}
    from: draft
    by: [member, secretariat]
    require: [{not_taken: {transition: send}}]
    inputs:
      date: {kind: date, title: {az: Tarix, en: Date}}
      text: {kind: text, title: {az: Məzmun, en: Contents}}
      sender: {kind: institution, required: false, title: {az: Kimdən, en: From whom}}
    effects: [register_letter]
  send:
    title: {az: Göndərin, en: Send}
    from: draft
    to: waiting
    by: [member, secretariat]
    effects: [{notify: {roles: [rectors, secretariat]}}]
  answer:
    title: {az: Cavabı qeydə alın, en: Register the answer}
    from: waiting
    to: answered
    by: [secretariat]
    inputs:
      date: {kind: date, title: {az: Tarix, en: Date}}
      text: {kind: text, title: {az: Məzmun, en: Contents}}
      file: {kind: file, required: false, title: {az: Skan, en: Scan}}
    effects: [register_answer]
  publish_it:
    title: {az: Açıqlayın, en: Publish}
    from: answered
    to: public
    by: [secretariat]
    require:
      - answer_registered
      - taken: {transition: send}
      - time_since: {transition: answer, at_least: P14D}
      - date_reached: {field: until}
      - field_given: {field: access}
      - field_is: {field: access, value: open}
  follow_up:
    title: {az: Davam etdirin, en: Follow up}
    from: public
    by: [secretariat]
    effects: [{start_linked_case: {workflow: enquiry}}]
  close:
    title: {az: Bağlayın, en: Close}
    from: public
    to: done
    by: [secretariat]
    require: [{linked_ended: {outcome: done}}]
  drop: {title: {az: Bitirin, en: Drop}, from: draft, to: done, by: [member]}
"""


@cache
def enquiry() -> Workflow:
    """The procedure."""
    return load_text(ENQUIRY, "enquiry.yaml")
