// Loaded before each client: HTTPS goes to the practice cloud's TLS port, whichever host it is for, as an entry in the hosts
// file would have it; and nothing leaves this machine. Only the way is changed: names, certificates and bytes stay theirs.
import net from 'node:net';

const { tls } = JSON.parse(process.env.LUK_CLIENTS);
const LOCAL = new Set(['localhost', '127.0.0.1', '::1']);
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function (...words) {
  // Node hands on a list whose first member are the options; others hand over the options alone.
  const options = Array.isArray(words[0]) ? words[0][0] : words[0];
  if (typeof options !== 'object') throw new Error('a way to connect that these tests do not know');
  if (!options.path && !LOCAL.has(options.host ?? 'localhost')) {
    if (Number(options.port) !== 443) throw new Error(`${options.host}:${options.port} is not on this machine`);
    const local = { ...options, host: '127.0.0.1', port: tls.port };
    if (Array.isArray(words[0])) words[0][0] = local;
    else words[0] = local;
  }
  return connect.apply(this, words);
};
