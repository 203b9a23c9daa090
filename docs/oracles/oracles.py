"""What the oracles in Python say of events: `python3 oracles.py ORACLE FILE [PROFILES]`, one line a resource, `ok` or `refused`.

ORACLE is `r4b` or `r5` (PyPI `fhir.resources`), `profile` (profile.py, with PROFILES a folder of StructureDefinitions) or `dicom`
(PyPI `lxml`, with audit-message.rng). Where its package is missing, the one line says `skipped: ` and why.
"""

import json
import pathlib
import sys


def resources(module):
    """`fhir.resources`: types, cardinalities and, as far as it knows them, required codes of the base resource."""
    import importlib
    model = importlib.import_module(module).AuditEvent
    return lambda line: model.model_validate_json(line)


def profile(folder):
    from profile import Profiles
    profiles = Profiles(folder)

    def check(line):
        resource = json.loads(line)
        for url in resource.get("meta", {}).get("profile", []):
            found = profiles.check(url, resource)
            if found:
                raise ValueError(found)
    return check


def dicom():
    from lxml import etree
    schema = etree.RelaxNG(etree.parse(str(pathlib.Path(__file__).with_name("audit-message.rng"))))
    return lambda line: schema.assertValid(etree.fromstring(line.encode()))


def main(oracle, path, *rest):
    sys.path.insert(0, str(pathlib.Path(__file__).parent))
    try:
        check = {
            "r4b": lambda: resources("fhir.resources.R4B.auditevent"),
            "r5": lambda: resources("fhir.resources.auditevent"),
            "profile": lambda: profile(*rest),
            "dicom": dicom,
        }[oracle]()
    except ImportError as error:
        print(f"skipped: {oracle}: {error.name} is not installed")
        return
    for line in pathlib.Path(path).read_text().splitlines():
        try:
            check(line)
            print("ok")
        except Exception as error:  # Whatever an oracle raises is its way of saying no.
            print("refused", " ".join(str(error).split())[:300])


main(*sys.argv[1:])
