// The app of the test: MSAL as its readme sets it up, within reach of the test. `back` is what the way back from a sign-in
// gave, or the error that it ended with.
import { InteractionRequiredAuthError, PublicClientApplication } from '@azure/msal-browser';

const { clientId, authority } = await (await fetch('/settings.json')).json();
// Who declares this is sent claims challenges, and looked at again at each call.
const clientCapabilities = ['CP1'];
const msal = new PublicClientApplication({ auth: { clientId, authority, redirectUri: `${location.origin}/`, clientCapabilities } });
await msal.initialize();
let back;
try {
  back = await msal.handleRedirectPromise();
} catch (error) {
  back = { failed: error.errorCode, message: error.errorMessage };
}

/** What became of a call: its result, or the kind of its error. */
async function outcome(promise) {
  try {
    return await promise;
  } catch (error) {
    return { failed: error.errorCode ?? String(error), message: error.errorMessage, needsPerson: error instanceof InteractionRequiredAuthError };
  }
}

window.app = {
  msal,
  back,
  // Hidden frames come back to a page of their own.
  silent: (request) => outcome(msal.acquireTokenSilent({ account: msal.getAllAccounts()[0], redirectUri: `${location.origin}/signin/`, ...request })),
  hidden: (request) => outcome(msal.ssoSilent({ redirectUri: `${location.origin}/signin/`, ...request })),
  async ask(address, token) {
    const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, challenge: answer.headers.get('www-authenticate'), body: await answer.json() };
  },
};
