"""Mutants of events: `python3 mutants.py BASE OUT`.

BASE has one FHIR R4 AuditEvent a line. OUT gets, for each kind of mutant and each event on which it can be made, a line
`{"kind": …, "resource": …}`. Nothing is random: the same events give the same mutants.
"""

import copy
import json
import pathlib
import sys


def drop(*path):
    """Removes a member."""
    def mutate(event):
        *way, last = path
        for step in way:
            event = event[step]
        del event[last]
    return mutate


def put(*path):
    """Puts a value in place of another."""
    *way, last, value = path

    def mutate(event):
        for step in way:
            event = event[step]
        if isinstance(event, list) and not isinstance(last, int):
            raise KeyError(last)
        if isinstance(event, dict) and last not in event:
            raise KeyError(last)
        event[last] = value
    return mutate


def add(*path):
    """Puts a value where there was none."""
    *way, last, value = path

    def mutate(event):
        for step in way:
            event = event[step]
        if last in event:
            raise KeyError(last)
        event[last] = value
    return mutate


def role(event, code):
    """The entity with this role."""
    return next(entity for entity in event["entity"] if entity.get("role", {}).get("code") == code)


def part(event, *codes):
    """The agent of this part."""
    return next(agent for agent in event["agent"] if agent["type"]["coding"][0]["code"] in codes)


def on(find, *keys):
    """A mutation of what is found."""
    def bound(mutation):
        def mutate(event):
            mutation(find(event, *keys))
        return mutate
    return bound


def twice(find, *keys):
    """Doubles a member of a list."""
    name = {role: "entity", part: "agent"}[find]

    def mutate(event):
        event[name].append(copy.deepcopy(find(event, *keys)))
    return mutate


def without(find, *keys):
    """Takes a member of a list away."""
    name = {role: "entity", part: "agent"}[find]

    def mutate(event):
        event[name].remove(find(event, *keys))
    return mutate


def resource(mutation):
    """A mutation for profiles that want exactly one object of data: not a search, not a disclosure."""
    def mutate(event):
        if any(kind in event["meta"]["profile"][0] for kind in ("Query", "Disclosure")):
            raise KeyError("profile")
        mutation(event)
    return mutate


USER = ("IRCP", "AUT", "humanuser")
ENDPOINTS = ("110153",)

MUTANTS = {
    # the base resource: what has to be there
    "no type": drop("type"),
    "no time of recording": drop("recorded"),
    "no agent at all": drop("agent"),
    "no source": drop("source"),
    "no observer": drop("source", "observer"),
    "an agent that does not say whether it asked": on(part, *USER)(drop("requestor")),
    # types
    "one subtype instead of a list": lambda event: event.update(subtype=event["subtype"][0]),
    "`requestor` as text": on(part, *USER)(put("requestor", "true")),
    "an outcome as a number": put("outcome", 0),
    "a time without its zone": put("recorded", "2026-11-26T08:15:00"),
    "a time that is a date": put("recorded", "2026-11-26"),
    "a thirteenth month": put("recorded", "2026-13-26T08:15:00.000Z"),
    "an id with a blank": put("id", "not an id"),
    "a profile that is no list": lambda event: event["meta"].update(profile=event["meta"]["profile"][0]),
    "a query that is no base64": on(role, "24")(put("query", "%%%")),
    # names
    "a member that R4 does not know": add("severity", "error"),
    "a misspelt member": lambda event: event.update(purposeOfEvents=event.pop("purposeOfEvent")),
    "a member of R5": lambda event: event.update(code={"coding": [event.pop("type")]}),
    "another resource": put("resourceType", "Provenance"),
    # codes
    "an action that is none": put("action", "X"),
    "an outcome that is none": put("outcome", "5"),
    "an address of a kind that there is not": on(part, "110152", "110153", "110150")(put("network", "type", "9")),
    # the profile: cardinality
    "no outcome": drop("outcome"),
    "no subtype": drop("subtype"),
    "no patient": without(role, "1"),
    "two patients": twice(role, "1"),
    "no data": resource(without(role, "4")),
    "two objects where one may be": resource(twice(role, "4")),
    "no query": without(role, "24"),
    "a query that says of what": on(role, "24")(add("what", {"reference": "Patient/1"})),
    "no system that answers or sends": without(part, *ENDPOINTS),
    "two systems that answer or send": twice(part, *ENDPOINTS),
    "a system without its place in the network": on(part, *ENDPOINTS)(drop("network")),
    "a user with a place in the network": on(part, "IRCP", "AUT")(add("network", {"address": "192.0.2.1", "type": "2"})),
    "nobody as the user": on(part, "IRCP", "AUT")(drop("who")),
    # the profile: values
    "another type": put("type", "code", "110100"),
    "another subtype": put("subtype", 0, "code", "operation"),
    "another action": lambda event: event.update(action="D" if event["action"] != "D" else "C"),
    "a failure under a profile for successes": put("outcome", "8"),
    "a user who did not ask": on(part, "IRCP", "AUT")(put("requestor", False)),
    "a patient with the role of a query": on(role, "1")(put("role", "code", "24")),
    "data with the role of a query": on(role, "4")(put("role", "code", "24")),
    "a patient that is a practitioner": on(role, "1")(put("what", {"reference": "Practitioner/1"})),
    # what only the event itself knows
    "a display in place of an identifier": on(part, *USER)(put("who", {"display": "somebody"})),
    "a patient without a pseudonym": on(role, "1")(put("what", "identifier", "value", "1-00")),
    "no tenant": lambda event: event["extension"][0].update(
        extension=[each for each in event["extension"][0]["extension"] if each["url"] != "tenant"]),
    "a member of the extension that is not known": lambda event: event["extension"][0]["extension"].append(
        {"url": "mood", "valueString": "fine"}),
    "the profile of another kind": lambda event: event["meta"].update(
        profile=["https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.Delete"]),
}


def main(base, out):
    events = [json.loads(line) for line in pathlib.Path(base).read_text().splitlines()]
    with open(out, "w") as lines:
        for kind, mutate in MUTANTS.items():
            for event in events:
                mutant = copy.deepcopy(event)
                try:
                    mutate(mutant)
                except (KeyError, IndexError, StopIteration, TypeError, AttributeError):
                    continue
                if mutant != event:
                    lines.write(json.dumps({"kind": kind, "resource": mutant}) + "\n")


main(*sys.argv[1:])
