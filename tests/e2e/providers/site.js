// Luk, served for another provider than the practice cloud: as anybody would serve it, with a config.json of their own.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { GRAPH } from './graph.js';

export const SITE = 'http://localhost:18090';
export const LOGIN = 'http://localhost:18091';
export const CLIENT = 'c0ffee00-1111-4222-8333-444455556666';

const root = new URL('../../..', import.meta.url).pathname;
const xtask = process.env.LUK_XTASK ?? `${root}target/debug/xtask`;

/** Serves the site; returns what ends it. */
export async function startSite() {
  const folder = await mkdtemp(join(tmpdir(), 'luk-provider-'));
  const config = join(folder, 'config.json');
  const cloud = { cloud: 'global', clientId: CLIENT, login: LOGIN, graph: GRAPH, azure: 'http://localhost:18093' };
  await writeFile(config, JSON.stringify({ clouds: [cloud] }));
  const server = spawn(xtask, ['serve', '--no-build', '--release', '--port', '18090', '--config', config], { cwd: root });
  await new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk) => {
      said += chunk;
      if (said.includes('Luk is ready')) resolve();
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.on('exit', () => reject(new Error(said)));
  });
  return async () => {
    server.removeAllListeners('exit');
    const ended = new Promise((resolve) => server.on('exit', resolve));
    server.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true });
  };
}
