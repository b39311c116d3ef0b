// Starts the engine worker's wasm. What the page says before the engine listens is kept and handed over.

const queued = [];
const collect = (event) => queued.push(event.data);
self.addEventListener('message', collect);

async function readConfig() {
  const response = await fetch(new URL('./config.json', self.location));
  if (!response.ok) throw new Error(`config.json: ${response.status}`);
  return response.text();
}

async function start() {
  const [luk, config] = await Promise.all([import('./luk.js'), readConfig()]);
  await luk.default({ module_or_path: new URL('./luk_bg.wasm', self.location) });
  // From here on `serve` listens itself; no message can arrive between the two lines.
  luk.serve(config, new URL('./', self.location).href, queued);
  self.removeEventListener('message', collect);
}

start().catch((failure) => self.postMessage({ failed: String(failure) }));
