"""A small validator of FHIR profiles: cardinalities, patterns, slices by value, required bindings.

It reads the snapshot of a StructureDefinition and knows nothing else of FHIR: no types, no invariants, no terminology beyond
the value sets that it is given. It exists because each validator alone accepts mutants that another one rejects.
"""

import json
import pathlib


def matches(pattern, value):
    """Whether a value has all that a pattern has."""
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(key in value and matches(part, value[key]) for key, part in pattern.items())
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(matches(part, each) for each in value) for part in pattern)
    return pattern == value and type(pattern) is type(value)


class Profiles:
    """The profiles and value sets of a folder."""

    def __init__(self, folder):
        self.profiles, self.value_sets, self.systems = {}, {}, {}
        for path in sorted(pathlib.Path(folder).glob("*.json")):
            resource = json.loads(path.read_text())
            kind = {"StructureDefinition": self.profiles, "ValueSet": self.value_sets, "CodeSystem": self.systems}
            kind.get(resource["resourceType"], {})[resource["url"]] = resource

    def codes(self, url):
        """The codes of a value set, or None if they are not known here."""
        if url not in self.value_sets:
            return None
        codes = set()
        for include in self.value_sets[url]["compose"]["include"]:
            concepts = include.get("concept")
            if concepts is None:
                system = self.systems.get(include["system"])
                if system is None:
                    return None
                concepts = system["concept"]
            codes |= {(include["system"], concept["code"]) for concept in concepts}
        return codes

    def check(self, url, resource):
        """What is wrong with a resource under a profile, as a list of words."""
        elements = self.profiles[url]["snapshot"]["element"]
        root = next(element for element in elements if element["id"] == elements[0]["path"])
        found = []
        self._children(elements, root["id"], root["path"], resource, found)
        return found

    def _children(self, elements, ident, path, value, found):
        if not isinstance(value, dict):
            return
        for element in elements:
            parent, _, name = element["id"].rpartition(".")
            if parent != ident or ":" in name:
                continue
            names = [name]
            if name.endswith("[x]"):
                names = [key for key in value if key.startswith(name[:-3]) and key != name[:-3]] or [name]
            for key in names:
                self._element(elements, element, value.get(key), found)

    def _element(self, elements, element, value, found):
        values = value if isinstance(value, list) else [] if value is None else [value]
        self._count(element, values, found)
        slices = [each for each in elements if each["id"].rpartition(":")[0] == element["id"] and "." not in each["id"][len(element["id"]):]]
        for each in values:
            self._value(elements, element, each, found)
        taken = [False] * len(values)
        for slice_ in slices:
            members = [place for place, each in enumerate(values) if self._in_slice(elements, element, slice_, each)]
            self._count(slice_, [values[place] for place in members], found)
            for place in members:
                taken[place] = True
                self._value(elements, slice_, values[place], found)
        if element.get("slicing", {}).get("rules") == "closed" and not all(taken):
            found.append(f"{element['id']}: beyond the slices")

    def _in_slice(self, elements, element, slice_, value):
        for discriminator in element["slicing"]["discriminator"]:
            if discriminator["type"] != "value":
                return False
            path = discriminator["path"]
            if path == "$this":
                definition, part = slice_, value
            elif "." in path or "(" in path:
                return False
            else:
                definition = next((each for each in elements if each["id"] == f"{slice_['id']}.{path}"), None)
                part = value.get(path) if isinstance(value, dict) else None
            if definition is None or part is None or not self._fits(definition, part):
                return False
        return True

    def _fits(self, element, value):
        for key, pattern in element.items():
            if (key.startswith("pattern") and not matches(pattern, value)) or (key.startswith("fixed") and pattern != value):
                return False
        binding = element.get("binding", {})
        if binding.get("strength") != "required":
            return True
        codes = self.codes(binding.get("valueSet", "").partition("|")[0])
        return codes is None or any((coding.get("system"), coding.get("code")) in codes for coding in self._codings(value))

    @staticmethod
    def _codings(value):
        if not isinstance(value, dict):
            return []
        return value.get("coding", [value])

    def _value(self, elements, element, value, found):
        if not self._fits(element, value):
            found.append(f"{element['id']}: another value")
        self._children(elements, element["id"], element["path"], value, found)

    @staticmethod
    def _count(element, values, found):
        least, most = element.get("min", 0), element.get("max", "*")
        if len(values) < least:
            found.append(f"{element['id']}: missing")
        if most != "*" and len(values) > int(most):
            found.append(f"{element['id']}: too many")
