import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

const SOCKETS = '/socket.io/';
/** What belongs to the offer of another protocol, and not to the request. */
const OFFER = /^(upgrade|connection|http2-settings)$/i;
const NOT_HERE = 'HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/**
 * Serves in HTTP/1.1 whoever offers another protocol beside it, as `curl --http2` does. Node takes
 * such a request from its parser and leaves it to whoever listens, so it goes in again, without the
 * offer.
 */
export function serveUpgrades(server: Server): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.headers.upgrade?.toLowerCase() === 'websocket') {
      if (!request.url?.startsWith(SOCKETS)) socket.end(NOT_HERE);
      return;
    }
    socket.unshift(Buffer.concat([headOf(request), head]));
    server.emit('connection', socket);
  });
}

function headOf({ method, url, httpVersion, rawHeaders }: IncomingMessage): Buffer {
  let text = `${method} ${url} HTTP/${httpVersion}\r\n`;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name, value] = rawHeaders.slice(index, index + 2);
    if (!OFFER.test(name)) text += `${name}: ${value}\r\n`;
  }
  return Buffer.from(`${text}\r\n`, 'latin1');
}
