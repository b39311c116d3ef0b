// Starts Luk: cleans the address, starts the engine worker and the service worker, and hands over to the page's wasm.
// Does not know what the page or the worker say to each other.

const callback = takeSignInAnswer();

/**
 * Takes the answer of the sign-in page out of the address before anything else runs, so that no code stays in the
 * history, in a later request or within reach of other scripts. The leading `?` or `#` is left out.
 */
function takeSignInAnswer() {
  if (location.pathname !== new URL('signin/', document.baseURI).pathname) return undefined;
  const holdsAnswer = /(?:^|&)(?:state|code|error)=/;
  const answer = [location.hash.slice(1), location.search.slice(1)].find((part) => holdsAnswer.test(part));
  if (answer !== undefined) history.replaceState(null, '', location.pathname);
  return answer;
}

/** Whether this tab was left for the sign-in of this state. A small window begins with a copy of what the tab keeps for its own. */
function wasLeftFor(state) {
  try {
    return sessionStorage.getItem('luk.pending')?.includes(state);
  } catch {
    return false; // Storage may not be used: then no tab can be left for a sign-in.
  }
}

/**
 * Hands the answer of a sign-in in a small window to the page of Luk that awaits it; says whether there was one. A tab that
 * was left for its own sign-in keeps the answer: it holds what the answer is checked against. What is handed over is worth
 * nothing without the verifier, which never leaves the page that began.
 */
function handedOver() {
  const state = new URLSearchParams(callback).get('state');
  if (callback === undefined || wasLeftFor(state)) return false;
  const channel = new BroadcastChannel('luk.sign-in');
  return new Promise((resolve) => {
    const end = (taken) => {
      channel.close();
      resolve(taken);
    };
    channel.addEventListener('message', ({ data }) => data.taken === state && end(true));
    channel.postMessage({ state, answer: callback });
    setTimeout(end, 1000, false);
  });
}

/** Shows one of the page's static messages in place of the app, and the failure's own words where there are any. */
function show(id, failure) {
  document.getElementById('luk')?.remove();
  document.getElementById(id).hidden = false;
  if (failure !== undefined) document.getElementById('luk-failure').textContent = String(failure);
}

/** The address of one of our own scripts; with Trusted Types, as the only kind of value that the page may load from. */
function ownScripts() {
  const engine = new URL('engine-boot.js', document.baseURI).href;
  const offline = new URL('sw.js', document.baseURI).href;
  const accept = (url) => {
    if (url === engine || url === offline) return url;
    throw new TypeError('Luk loads no other script');
  };
  // Firefox and Safari may lack Trusted Types; the same check then runs on plain strings.
  const policy = globalThis.trustedTypes?.createPolicy('luk', { createScriptURL: accept }) ?? { createScriptURL: accept };
  return { engine: policy.createScriptURL(engine), offline: policy.createScriptURL(offline) };
}

/** Starts the engine; calls `failed` when it cannot start. Once it has spoken for itself, its failures are its own. */
function startEngine(url, failed) {
  const worker = new Worker(url, { type: 'module', name: 'engine' });
  const onError = (event) => failed(event.message ?? 'The engine did not load');
  const onMessage = ({ data }) => {
    if (typeof data === 'object' && data !== null && 'failed' in data) failed(data.failed);
    worker.removeEventListener('error', onError);
    worker.removeEventListener('message', onMessage);
  };
  worker.addEventListener('error', onError);
  worker.addEventListener('message', onMessage);
  return worker;
}

async function start(script) {
  if (await handedOver()) {
    show('luk-signed-in');
    window.close();
    return;
  }
  const scripts = ownScripts();
  let failed = false;
  const worker = startEngine(scripts.engine, (failure) => {
    failed = true;
    show('luk-failed', failure);
  });
  const page = await import(new URL(script.dataset.script, document.baseURI).href);
  await page.default({ module_or_path: new URL(script.dataset.module, document.baseURI).href });
  if (failed) return;
  await page.start(callback, worker);
  // Without it Luk only misses being available offline.
  navigator.serviceWorker
    ?.register(scripts.offline, { updateViaCache: 'none' })
    .catch((failure) => console.warn('Luk will not be available offline:', failure));
}

// A page that frames Luk could lay it under its own buttons; a policy in <meta> cannot forbid framing.
if (window.top !== window.self) {
  show('luk-framed');
} else {
  start(document.querySelector('script[data-module]')).catch((failure) => show('luk-failed', failure));
}
