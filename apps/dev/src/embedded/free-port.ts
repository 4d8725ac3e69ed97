import { randomInt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';

// Below the range from which systems take the ports of outgoing connections: a client that keeps
// connecting to a port of that range, while nobody listens on it, can end up connected to itself.
const lowest = 20_000;
const highest = 32_000;

export const loopback = '127.0.0.1';

export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest);
    if (await isPortFree(loopback, port)) return port;
  }
}

async function isPortFree(host: string, port: number): Promise<boolean> {
  return (await portObstacle(host, port)) === undefined;
}

/** The system's code for why nobody can listen there, such as EADDRINUSE; undefined if one can. */
export function portObstacle(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    server.listen({ host, port }, () => server.close(() => resolve(undefined)));
  });
}

/** The port in `file` if it is still free, so that addresses survive a restart. */
export async function keptPort(file: string): Promise<number> {
  const kept = readPort(file);
  if (kept !== undefined && (await isPortFree(loopback, kept))) return kept;
  const port = await freePort();
  writeFileSync(file, `${port}\n`);
  return port;
}

function readPort(file: string): number | undefined {
  try {
    const port = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
  } catch {
    return undefined;
  }
}
