import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { eventually } from '../../../../apps/simulator/src/testing/harness';
import { FixHarness } from '../conformance/testing/fix-harness';

const CERTIFICATES = join(__dirname, '../../../../apps/fix/src/testing/tls');
const pathOf = (name: string): string => join(CERTIFICATES, name);
const contentOf = (name: string): Buffer => readFileSync(pathOf(name));

/** Encrypts in front of the venue, for those who show a certificate of the authority. */
class TlsFront {
  readonly certificates: string[] = [];
  private server: Server | undefined;

  portOf = async (port: number): Promise<number> => {
    this.server ??= createServer(
      {
        cert: contentOf('gateway.pem'),
        key: contentOf('gateway.key'),
        ca: contentOf('ca.pem'),
        requestCert: true,
        rejectUnauthorized: true,
      },
      (socket) => this.serve(socket, port),
    ).listen(0, '127.0.0.1');
    if (!this.server.listening) await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  };

  close(): void {
    this.server?.close();
  }

  private serve(socket: TLSSocket, port: number): void {
    this.certificates.push(socket.getPeerCertificate().subject.CN);
    const venue = connect(port, '127.0.0.1');
    for (const each of [socket, venue]) each.on('error', () => undefined);
    socket.pipe(venue).pipe(socket);
    socket.on('close', () => venue.destroy());
    venue.on('close', () => socket.destroy());
  }
}

const front = new TlsFront();
let at: FixHarness;
afterEach(() => at.stop());
afterAll(() => front.close());

async function started(
  cert: string | null,
  ca: string | null,
  isReachable = false,
): Promise<FixHarness> {
  at = new FixHarness(
    'FIX.4.4',
    { tls: true },
    {
      cert: cert && pathOf(`${cert}.pem`),
      key: cert && pathOf(`${cert}.key`),
      ca: ca && pathOf(ca),
    },
  );
  at.portOf = front.portOf;
  at.isReachable = isReachable;
  await at.start();
  return at;
}

test('a venue that encrypts gets our certificate, and our orders', async () => {
  await started('desk', 'ca.pem', true);
  expect(front.certificates).toEqual(['desk']);
  await at.venue.behaves('rest');
  await at.placed();
  expect(await at.venue.orders()).toHaveLength(1);
});

test('a venue whose certificate our authority has not signed gets no Logon', async () => {
  const before = front.certificates.length;
  await started('desk', null);
  await eventually(() => expect(at.link.status.lastError).toContain('certificate'));
  expect(at.link.isUp()).toBe(false);
  expect(front.certificates).toHaveLength(before);
});

test('without a certificate of ours the venue takes no order', async () => {
  await started(null, 'ca.pem');
  await eventually(() => expect(at.link.status.lastError).not.toBeNull());
  expect(at.link.isUp()).toBe(false);
});
