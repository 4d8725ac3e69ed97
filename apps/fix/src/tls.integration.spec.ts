import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../../libs/platform/src/testing/eventually';
import { FixRig } from './testing/fix-rig';
import { tlsOf } from './tls';

const pathOf = (name: string): string => join(__dirname, 'testing/tls', name);
const contentOf = (name: string): Buffer => readFileSync(pathOf(name));
const ca = contentOf('ca.pem');
const certificateOf = (name: string) => ({
  ca,
  cert: contentOf(`${name}.pem`),
  key: contentOf(`${name}.key`),
});

const SETTINGS = {
  FIX_TLS_CERT_FILE: pathOf('gateway.pem'),
  FIX_TLS_KEY_FILE: pathOf('gateway.key'),
  FIX_TLS_CLIENT_CA_FILE: pathOf('ca.pem'),
};

let rig: FixRig;
beforeAll(async () => {
  rig = await FixRig.start(SETTINGS);
  const fingerprint = new X509Certificate(contentOf('desk.pem')).fingerprint256;
  const certificates = [fingerprint.replaceAll(':', '').toLowerCase()];
  await rig.define('SECRET', { certificates });
});
afterEach(() => rig.leave());
afterAll(() => rig.stop());

test('a counterparty logs on with a certificate of the authority', async () => {
  const desk = await rig.logOn('DESK44', 'FIX.4.4', certificateOf('other'));
  expect(desk.isLoggedOn).toBe(true);
});

test('nobody gets to a Logon in clear, or without a certificate', async () => {
  const clear = await rig.connect('DESK44', 'FIX.4.4');
  await eventually(() => expect(clear.isConnected).toBe(false));
  expect(clear.isLoggedOn).toBe(false);
  // TLS 1.3 refuses a client after it believes to be connected.
  const bare = await rig.connect('DESK44', 'FIX.4.4', { ca }).catch(() => null);
  await eventually(() => expect(bare?.isConnected ?? false).toBe(false));
  expect(bare?.isLoggedOn ?? false).toBe(false);
});

test('a session is served to the certificates that it names', async () => {
  await rig.logOn('SECRET', 'FIX.4.4', certificateOf('desk'));
  await rig.leave();
  const stranger = await rig.connect('SECRET', 'FIX.4.4', certificateOf('other'));
  await eventually(() => expect(stranger.isConnected).toBe(false));
  expect(stranger.isLoggedOn).toBe(false);
});

test.each([
  ['a key without a certificate', { FIX_TLS_CERT_FILE: null }, 'together'],
  ['a file that is not there', { FIX_TLS_KEY_FILE: '/nowhere' }, 'FIX_TLS_KEY_FILE cannot be read'],
])('%s is refused, and the setting named', (_what, change, said) => {
  expect(() => tlsOf({ ...SETTINGS, ...change })).toThrow(said);
});

test('without settings nothing is encrypted', () => {
  const none = { FIX_TLS_CERT_FILE: null, FIX_TLS_KEY_FILE: null, FIX_TLS_CLIENT_CA_FILE: null };
  expect(tlsOf(none)).toBeUndefined();
});
