// Runs the tests of the real clients: starts a practice cloud under Microsoft's names, has every client trust its authority
// and find those names on this machine, and ends it all together. Arguments name test files; without any all are run.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const program = process.env.LUK_PRACTICE ?? here('../../target/debug/practice');
const PAGE = 'http://localhost:28080';

const practice = spawn(program, [
  '--site', PAGE, '--port', '28081', '--control', '--with-parent',
  '--tls-port', '28443', '--authority', `${tmpdir()}/luk-real-clients.pem`,
  '--native-redirect-uri', 'http://localhost/',
], { stdio: ['pipe', 'pipe', 'inherit'] });
const failed = new Promise((_, reject) => {
  practice.once('error', reject);
  practice.once('exit', (code) => reject(new Error(`the practice cloud ended: ${code}`)));
});
const [line] = await Promise.race([
  new Promise((resolve) => createInterface(practice.stdout).once('line', (text) => resolve([text]))),
  failed,
]);
const ready = JSON.parse(line);

const named = process.argv.slice(2);
const files = named.length > 0 ? named : readdirSync(here('.')).filter((name) => name.endsWith('.test.js')).sort();
const tests = spawn(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files], {
  cwd: here('.'),
  stdio: 'inherit',
  env: {
    ...process.env,
    NODE_EXTRA_CA_CERTS: ready.tls.certificateAuthority,
    NODE_OPTIONS: `--import=${new URL('loopback.js', import.meta.url)}`,
    LUK_CLIENTS: JSON.stringify({ ...ready, page: PAGE }),
  },
});
tests.once('exit', (code) => {
  process.exitCode = code ?? 1;
  practice.removeAllListeners('exit');
  practice.stdin.end();
});
failed.catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
  tests.kill();
});
