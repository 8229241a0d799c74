import assert from 'node:assert/strict';
import FHIR from 'fhirclient';
import { key, lastId, observation, patient, transaction } from './resources.mjs';

export default function fhirclient({ address, token }) {
  const request = { url: '/', headers: { host: 'app.example' }, protocol: 'http' };
  const client = FHIR(request, {}).client({ serverUrl: address, tokenResponse: { access_token: token, token_type: 'bearer' } });
  return {
    'creates, reads, updates and deletes': async () => {
      const created = await client.create(patient(key()));
      assert.equal((await client.request(`Patient/${created.id}`)).name[0].family, '김');
      const updated = await client.update({ ...created, birthDate: '1942-03-02' });
      assert.equal(updated.meta.versionId, '2');
      await client.delete(`Patient/${created.id}`);
      await assert.rejects(client.request(`Patient/${created.id}`), /Gone|410/);
    },
    'patches': async () => {
      const created = await client.create(patient(key()));
      const patched = await client.patch(`Patient/${created.id}`, [{ op: 'replace', path: '/birthDate', value: '1942-03-03' }]);
      assert.equal(patched.birthDate, '1942-03-03');
    },
    'transacts, searches, pages and resolves references': async () => {
      const value = key();
      const done = await client.request({ url: '', method: 'POST', body: JSON.stringify(transaction(value, 5)), headers: { 'content-type': 'application/fhir+json' } });
      assert.deepEqual(done.entry.map((entry) => entry.response.status), Array(6).fill('201'));
      const all = await client.request(`Observation?subject=Patient/${lastId(done)}&_count=2&_sort=date`, { pageLimit: 0, flat: true });
      assert.deepEqual(all.map((one) => one.valueQuantity.value), [71, 72, 73, 74, 75]);
      const resolved = await client.request(`Observation/${all[0].id}`, { resolveReferences: 'subject' });
      assert.equal(resolved.subject.identifier[0].value, value);
    },
    'is told what is wrong': async () => {
      await assert.rejects(client.request('Patient?nonsense=1'), /400|Bad Request|nonsense/i);
      await assert.rejects(client.create({ ...observation('Patient/none', 1), status: 'wrong' }), /422|Unprocessable/i);
    },
    'reads the statement': async () => assert.equal((await client.request('metadata')).fhirVersion, '4.0.1'),
  };
}
