"""A procedure whose proposals say everything that fields can say, some of it to the secretariat alone."""

from __future__ import annotations

from msgspec.structs import replace

from ecar_governance.domain.workflow import CaseField, Role, State, Transition, Workflow

NAMES = {"az": "Ad", "en": "Name"}
SECRET = "Between us: the donor wants no name"
"""What the field for the secretariat says in the tests."""


def said(az: str, en: str) -> dict[str, str]:
    return {"az": az, "en": en}


def pledge(version: str = "1.0.0") -> Workflow:
    """Draft, review, done; what it costs and who answers for it is needed for the review."""
    fields = (
        CaseField("why", "text", said("Səbəb", "Why"), said("Bir cümlə.", "One sentence."), max_length=40),
        CaseField("plan", "markdown", said("Plan", "Plan")),
        CaseField("cost", "money", said("Xərc", "Cost"), required_in=("review",)),
        CaseField("begins", "date", said("Başlanır", "Begins")),
        CaseField("seats", "integer", said("Yerlər", "Seats")),
        CaseField(
            "level",
            "choice",
            said("Səviyyə", "Level"),
            choices=("low", "high"),
            choice_titles={"low": said("Aşağı", "Low"), "high": said("Yuxarı", "High")},
        ),
        CaseField("partner", "institution", said("Tərəfdaş", "Partner")),
        CaseField("speaker", "person", said("Məruzəçi", "Speaker"), required_in=("review",)),
        CaseField("group", "body", said("Qrup", "Group")),
        CaseField("rests_on", "resolution", said("Əsas", "Rests on")),
        CaseField("study", "file", said("Araşdırma", "Study")),
        CaseField("inside", "text", said("Daxili qeyd", "Inside note"), shown_to=("office",)),
        CaseField("ceiling", "money", said("Hədd", "Ceiling"), shown_to=("office",)),
        CaseField("letter", "file", said("Gizli məktub", "Private letter"), shown_to=("office",)),
    )
    rules = (
        Transition("submit", said("Təqdim edin", "Submit"), ("draft",), "review", by=("member", "office")),
        Transition("finish", said("Bitirin", "Finish"), ("review",), "done", by=("office",)),
    )
    return Workflow(
        "pledge", version, said("Öhdəlik", "Pledge"), "qerar", "draft",
        {
            "member": Role(("rector", "assistant"), "sponsor", title=said("Üzv", "Member")),
            "office": Role(("secretariat",), title=said("Katiblik", "Secretariat")),
        },
        {
            "draft": State("draft", said("Layihə", "Draft"), editable=True),
            "review": State("review", said("Baxışda", "Under review"), editable=True, rank=1),
            "done": State("done", said("Bitdi", "Done"), final=True, outcome="done", rank=2),
        },
        {rule.name: rule for rule in rules},
        fields={field.name: replace(field, rank=number) for number, field in enumerate(fields)},
    )  # fmt: skip
