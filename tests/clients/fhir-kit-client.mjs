import assert from 'node:assert/strict';
import { Client } from 'fhir-kit-client';
import { key, lastId, observation, patient, transaction } from './resources.mjs';

export default function fhirKitClient({ address, token }) {
  const client = new Client({ baseUrl: address, bearerToken: token });
  const status = (problem) => problem.response?.status ?? problem.status;
  return {
    'creates, reads, updates and deletes': async () => {
      const created = await client.create({ resourceType: 'Patient', body: patient(key()) });
      const id = created.id;
      assert.equal((await client.read({ resourceType: 'Patient', id })).name[0].given[0], '가온');
      await client.update({ resourceType: 'Patient', id, body: { ...created, birthDate: '1942-03-02' } });
      assert.equal((await client.vread({ resourceType: 'Patient', id, version: '1' })).birthDate, '1942-03-01');
      assert.equal((await client.resourceHistory({ resourceType: 'Patient', id })).entry.length, 2);
      await client.delete({ resourceType: 'Patient', id });
      await assert.rejects(client.read({ resourceType: 'Patient', id }), (problem) => status(problem) === 410);
    },
    'patches': async () => {
      const { id } = await client.create({ resourceType: 'Patient', body: patient(key()) });
      await client.patch({ resourceType: 'Patient', id, jsonPatch: [{ op: 'replace', path: '/birthDate', value: '1942-03-03' }] });
      assert.equal((await client.read({ resourceType: 'Patient', id })).birthDate, '1942-03-03');
    },
    'transacts, searches by GET and POST, and pages': async () => {
      const done = await client.transaction({ body: transaction(key(), 5) });
      const searchParams = { subject: `Patient/${lastId(done)}`, _count: 2, _sort: 'date' };
      const found = [];
      for (let page = await client.search({ resourceType: 'Observation', searchParams }); page; page = await client.nextPage({ bundle: page })) found.push(...page.entry.map((entry) => entry.resource.valueQuantity.value));
      assert.deepEqual(found, [71, 72, 73, 74, 75]);
      const posted = await client.search({ resourceType: 'Observation', searchParams, options: { postSearch: true } });
      assert.equal(posted.entry.length, 2);
    },
    'batches': async () => {
      const done = await client.batch({ body: { resourceType: 'Bundle', type: 'batch', entry: [{ request: { method: 'GET', url: 'Patient/none' } }, { request: { method: 'GET', url: 'Patient?_count=1' } }] } });
      assert.deepEqual(done.entry.map((entry) => entry.response.status), ['404', '200']);
    },
    'calls operations': async () => {
      const verdict = await client.operation({ name: '$validate', resourceType: 'Observation', input: observation('Patient/none', 1) });
      assert.equal(verdict.resourceType, 'OperationOutcome');
    },
    'finds where tokens come from': async () => {
      assert.equal((await client.capabilityStatement()).resourceType, 'CapabilityStatement');
      assert.match(String((await client.smartAuthMetadata()).tokenUrl), /\/connect\/token$/);
    },
  };
}
