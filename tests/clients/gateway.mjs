// A gateway of our own: built from this tree, on a free port over an empty folder, with one machine client that holds a real token.
import { spawn } from 'node:child_process';
import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const base64url = (text) => Buffer.from(text).toString('base64url');

/** Starts the gateway; `address` is that of the FHIR door, `token` a SMART Backend Services token. */
export async function startGateway(program) {
  const folder = await mkdtemp(join(tmpdir(), 'careexchange-clients-'));
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: '1', alg: 'ES384', use: 'sig' };
  const client = { id: 'clients', display: 'Client libraries', organizationId: 'seodaemun', organizationDisplay: 'Test organisation', jwks: JSON.stringify({ keys: [jwk] }), scopes: 'system/*.cruds' };
  const config = join(folder, 'serve.json');
  await writeFile(config, JSON.stringify({ gateway: { dataFolder: join(folder, 'data'), url: 'http://127.0.0.1:0' }, clients: [client] }));

  const gateway = spawn('dotnet', [program, 'serve', config], { stdio: ['ignore', 'pipe', 'inherit'] });
  const stop = async () => {
    gateway.kill('SIGTERM');
    if (gateway.exitCode === null) await new Promise((ended) => gateway.once('exit', ended));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const root = await new Promise((found, failed) => {
      let said = '';
      gateway.stdout.on('data', (bytes) => {
        said += bytes;
        if (said.includes('\n')) found(said.split('\n')[0].trim().replace(/\/$/, ''));
      });
      gateway.once('exit', (code) => failed(new Error(`the gateway ended with code ${code} before it listened`)));
    });
    return { root, address: `${root}/fhir`, token: await fetchToken(root, client.id, privateKey), stop };
  } catch (problem) {
    await stop();
    throw problem;
  }
}

async function fetchToken(root, id, privateKey) {
  const { token_endpoint: endpoint } = await (await fetch(`${root}/fhir/.well-known/smart-configuration`)).json();
  const now = Math.floor(Date.now() / 1000);
  const text = `${base64url(JSON.stringify({ alg: 'ES384', typ: 'JWT', kid: '1' }))}.${base64url(JSON.stringify({ iss: id, sub: id, aud: endpoint, jti: randomUUID(), iat: now, exp: now + 240 }))}`;
  const signature = createSign('SHA384').update(text).sign({ key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  const answer = await fetch(endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'system/*.cruds',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: `${text}.${signature}`,
    }),
  });
  if (!answer.ok) throw new Error(`no token: ${answer.status} ${await answer.text()}`);
  return (await answer.json()).access_token;
}
