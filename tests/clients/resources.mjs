// What the clients send: a person, five measurements and a transaction in which the entries name each other.
import { randomUUID } from 'node:crypto';

export const key = () => randomUUID().replaceAll('-', '');

export const patient = (value) => ({
  resourceType: 'Patient',
  identifier: [{ system: 'urn:clients', value }],
  name: [{ family: '김', given: ['가온'] }],
  birthDate: '1942-03-01',
});

export const observation = (subject, value) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }], text: '맥박' },
  subject: { reference: subject },
  effectiveDateTime: `2026-03-0${value}`,
  valueQuantity: { value: 70 + value, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
});

/** A person and how many measurements of that person, created together. */
export const transaction = (value, count) => {
  const person = `urn:uuid:${randomUUID()}`;
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      ...Array.from({ length: count }, (_, index) => ({
        fullUrl: `urn:uuid:${randomUUID()}`,
        resource: observation(person, index + 1),
        request: { method: 'POST', url: 'Observation' },
      })),
      { fullUrl: person, resource: patient(value), request: { method: 'POST', url: 'Patient', ifNoneExist: `identifier=urn:clients|${value}` } },
    ],
  };
};

/** The id that the last entry of a transaction's answer was given. */
export const lastId = (response) => response.entry.at(-1).response.location.split('/').at(-3);
