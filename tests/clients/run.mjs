// Other people's FHIR clients against a started gateway: node run.mjs path/to/careexchange.dll
// The last line is counted by tests/run, as those of the other test projects are.
import fhirKitClient from './fhir-kit-client.mjs';
import fhirclient from './fhirclient.mjs';
import { startGateway } from './gateway.mjs';
import medplum from './medplum.mjs';

let [passed, failed] = [0, 0];
const gateway = await startGateway(process.argv[2]);
try {
  for (const [name, client] of Object.entries({ fhirclient, 'fhir-kit-client': fhirKitClient, '@medplum/core': medplum })) {
    for (const [what, check] of Object.entries(client(gateway))) {
      try {
        await check();
        passed++;
      } catch (problem) {
        failed++;
        console.log(`  Failed ${name} ${what}\n${problem.stack ?? problem}`);
      }
    }
  }
} finally {
  await gateway.stop();
}

const counts = `Failed: ${failed}, Passed: ${passed}, Skipped: 0, Total: ${passed + failed}`;
console.log(`${failed > 0 ? 'Failed! ' : 'Passed! '} - ${counts} - clients`);
process.exit(failed > 0 ? 1 : 0);
