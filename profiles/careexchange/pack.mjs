// SUSHI's output, the partners' concept maps and the code systems those maps name → one FHIR package, always the same bytes:
// files sorted, times fixed, and the hash of every source in package.json, so that a stale package is noticed without Node.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const [generated, root, target] = process.argv.slice(2);
const version = '1.0.0';
const list = (folder, pattern) => readdirSync(folder).filter(name => pattern.test(name)).sort();
const sources = {};
const source = path => {
  const bytes = readFileSync(join(root, path));
  sources[path] = createHash('sha256').update(bytes).digest('hex');
  return bytes;
};

const files = new Map();
const add = resource => files.set(`${resource.resourceType}-${resource.id}.json`, resource);
source('profiles/careexchange/sushi-config.yaml');
source('profiles/careexchange/pack.mjs');
for (const name of list(join(root, 'profiles/careexchange/input/fsh'), /\.fsh$/)) source(`profiles/careexchange/input/fsh/${name}`);
for (const name of list(generated, /\.json$/)) add(JSON.parse(readFileSync(join(generated, name), 'utf8')));

// A partner's list is known as far as its maps go: a fragment.
const local = new Map();
for (const partner of list(join(root, 'mappings'), /^[a-z0-9-]+$/)) {
  for (const name of list(join(root, 'mappings', partner), /^ConceptMap-.*\.json$/)) {
    const map = JSON.parse(source(`mappings/${partner}/${name}`));
    add(map);
    for (const group of map.group ?? []) {
      if (!group.source?.startsWith('urn:careexchange:')) continue;
      const system = local.get(group.source) ?? { partner, title: map.title, codes: new Map() };
      local.set(group.source, system);
      for (const element of group.element) {
        if (element.code !== undefined && !system.codes.has(element.code)) system.codes.set(element.code, element.display);
      }
    }
  }
}
for (const [url, system] of [...local].sort(([one], [other]) => (one < other ? -1 : 1))) {
  const id = url.split(':').slice(2).join('-');
  if (files.has(`CodeSystem-${id}.json`) || files.has(`CodeSystem-cx-${id}.json`)) continue;
  add({
    resourceType: 'CodeSystem', id, url, version, name: id.split('-').map(part => part[0].toUpperCase() + part.slice(1)).join(''), title: system.title,
    status: 'active', experimental: true, description: `Codes of ${system.partner} as far as its concept maps name them. / ${system.partner}의 코드표에 있는 코드.`,
    caseSensitive: true, content: 'fragment', concept: [...system.codes].map(([code, display]) => ({ code, ...(display && { display }) })),
  });
}

const manifest = {
  name: 'careexchange.guide', version, title: 'CareExchange implementation guide', description: 'Profiles, vocabulary and roles of the care exchange. / 통합돌봄 연계 구현 가이드',
  canonical: 'urn:careexchange', type: 'IG', author: 'CareExchange', license: 'CC0-1.0', fhirVersions: ['4.0.1'],
  dependencies: { 'hl7.fhir.r4.core': '4.0.1', 'hl7.fhir.kr.core': '2.0.0' }, sources,
};
const index = {
  'index-version': 1,
  files: [...files].sort(([one], [other]) => (one < other ? -1 : 1)).map(([filename, { resourceType, id, url, version }]) => ({ filename, resourceType, id, url, version })),
};
const entries = [['package/package.json', manifest, 1], ['package/.index.json', index], ...index.files.map(({ filename }) => [`package/${filename}`, files.get(filename)])];

const blocks = [];
for (const [name, content, indent] of entries) {
  const body = Buffer.from(JSON.stringify(content, null, indent));
  const header = Buffer.alloc(512);
  const octal = (value, at, length) => header.write(value.toString(8).padStart(length - 1, '0') + '\0', at, 'latin1');
  if (Buffer.byteLength(name) > 100) throw new Error(`${name} is too long for a tar header`);
  header.write(name, 0, 'utf8');
  octal(0o644, 100, 8), octal(0, 108, 8), octal(0, 116, 8), octal(body.length, 124, 12), octal(0, 136, 12);
  header.write('        0', 148, 'latin1');
  header.write('ustar\u000000', 257, 'latin1');
  octal(header.reduce((sum, byte) => sum + byte, 0), 148, 7);
  blocks.push(header, body, Buffer.alloc((512 - (body.length % 512)) % 512));
}
blocks.push(Buffer.alloc(1024));
const packed = gzipSync(Buffer.concat(blocks), { level: 9 });
packed[9] = 255; // the operating system, which is nobody's business
writeFileSync(join(target, `careexchange.guide-${version}.tgz`), packed);
console.log(`careexchange.guide ${version}: ${files.size} resources, ${packed.length} bytes`);
