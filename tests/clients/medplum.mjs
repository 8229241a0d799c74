import assert from 'node:assert/strict';
import { MedplumClient } from '@medplum/core';
import { key, lastId, observation, patient, transaction } from './resources.mjs';

export default function medplum({ root, token }) {
  const client = new MedplumClient({ baseUrl: `${root}/`, fhirUrlPath: 'fhir/', cacheTime: 0, fetch });
  client.setAccessToken(token);
  return {
    'creates, reads, updates and deletes': async () => {
      const created = await client.createResource(patient(key()));
      assert.equal((await client.readResource('Patient', created.id)).name[0].family, '김');
      const updated = await client.updateResource({ ...created, birthDate: '1942-03-02' });
      assert.equal(updated.meta.versionId, '2');
      assert.equal((await client.readVersion('Patient', created.id, '1')).birthDate, '1942-03-01');
      assert.equal((await client.readHistory('Patient', created.id)).entry.length, 2);
      await client.deleteResource('Patient', created.id);
      await assert.rejects(client.readResource('Patient', created.id));
    },
    'creates what is not there once': async () => {
      const value = key();
      const first = await client.createResourceIfNoneExist(patient(value), `identifier=urn:clients|${value}`);
      const second = await client.createResourceIfNoneExist(patient(value), `identifier=urn:clients|${value}`);
      const third = await client.upsertResource({ ...patient(value), birthDate: '1942-03-05' }, `identifier=urn:clients|${value}`);
      assert.deepEqual([second.id, third.id, third.birthDate], [first.id, first.id, '1942-03-05']);
    },
    'patches': async () => {
      const created = await client.createResource(patient(key()));
      const patched = await client.patchResource('Patient', created.id, [{ op: 'replace', path: '/birthDate', value: '1942-03-03' }]);
      assert.equal(patched.birthDate, '1942-03-03');
    },
    'transacts, searches and pages': async () => {
      const done = await client.executeBatch(transaction(key(), 5));
      const subject = `Patient/${lastId(done)}`;
      const found = [];
      for await (const page of client.searchResourcePages('Observation', `subject=${subject}&_count=2&_sort=date`)) found.push(...page.map((one) => one.valueQuantity.value));
      assert.deepEqual(found, [71, 72, 73, 74, 75]);
      assert.equal((await client.search('Observation', `subject=${subject}&_total=accurate&_count=1`)).total, 5);
    },
    'validates': async () => {
      const verdict = await client.validateResource(observation('Patient/none', 1));
      assert.equal(verdict.resourceType, 'OperationOutcome');
    },
  };
}
