"""A meeting as a calendar entry (iCalendar, RFC 5545; by mail as RFC 5546 and RFC 6047 have it).

What has the same `uid` is the same meeting: a calendar takes the one with the higher `sequence`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText, vUri
from msgspec import Struct

_PRODUCT: Final = "-//ecar_governance//sessions//EN"


class Invitation(Struct, frozen=True):
    """What a calendar is told. `stamp` is when it became so; `begins` is meant in `zone`; `meeting` is where
    one attends from afar, empty when nobody does.

    There is no end: nobody knows it, and none is made up."""

    uid: str
    sequence: int
    stamp: datetime
    begins: datetime
    zone: str
    summary: str
    place: str
    description: str
    page: str
    meeting: str = ""
    cancelled: bool = False


def calendar(told: Invitation, *, organizer: tuple[str, str] = ("", ""), attendee: str = "") -> bytes:
    """The calendar file, with the rules of the zone that it names.

    Args:
        told: the meeting.
        organizer: name and mail address of who invites; needed for an invitation by mail.
        attendee: the mail address of who is invited; without one the file invites nobody, it tells.
    """
    file = Calendar()
    file.add("prodid", _PRODUCT)
    file.add("version", "2.0")
    if attendee:
        file.add("method", "CANCEL" if told.cancelled else "REQUEST")
    entry = Event()
    entry.add("uid", told.uid)
    entry.add("sequence", told.sequence)
    entry.add("dtstamp", told.stamp.astimezone(UTC))
    entry.add("last-modified", told.stamp.astimezone(UTC))
    entry.add("dtstart", told.begins.astimezone(ZoneInfo(told.zone)))
    entry.add("summary", told.summary)
    entry.add("location", told.place)
    entry.add("description", told.description)
    entry.add("url", vUri(told.page))
    entry.add("status", "CANCELLED" if told.cancelled else "CONFIRMED")
    if told.meeting.startswith(("https://", "http://")):
        entry.add("conference", vUri(told.meeting), parameters={"VALUE": "URI"})
    if attendee:
        name, address = organizer
        entry["organizer"] = _address(address, name)
        guest = _address(attendee)
        guest.params["RSVP"] = vText("FALSE")  # who attends is recorded at the door, not by an answer
        entry["attendee"] = guest
    file.add_component(entry)
    year = told.begins.year
    file.add_missing_timezones(date(year - 1, 1, 1), date(year + 2, 1, 1))
    return bytes(file.to_ical())


def _address(address: str, name: str = "") -> vCalAddress:
    found = vCalAddress(f"mailto:{address}")
    if name:
        found.params["CN"] = vText(name)
    return found
