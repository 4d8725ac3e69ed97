import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { newOrder, TestApi } from '../testing/test-api';

const run = promisify(execFile);

let api: TestApi;
let url: string;

beforeAll(async () => {
  api = await TestApi.start();
  await api.app.listen(0, '127.0.0.1');
  url = await api.app.getUrl();
});
afterAll(() => api.stop());

const OFFER = ['-H', 'Connection: Upgrade, HTTP2-Settings', '-H', 'Upgrade: h2c'];
const curl = async (...options: string[]) =>
  (await run('curl', ['-s', '-m', '5', '-w', '\n%{http_code} %{num_connects}', ...options])).stdout;

test('whoever offers HTTP/2 is answered in HTTP/1.1', async () => {
  expect(await curl(...OFFER, `${url}/health/live`)).toMatch(/"ok".*\n200 1$/s);
});

test('with a body, and the connection goes on', async () => {
  const body = JSON.stringify(newOrder());
  const options = [...OFFER, '-H', 'content-type: application/json', '-d', body];
  const [first, second] = (
    await curl(...options, `${url}/orders`, '--next', ...options, '-s', `${url}/orders`)
  ).split(/\n\d{3} \d/);
  expect(JSON.parse(first)).toMatchObject({ ordStatus: 'PendingNew' });
  expect(second).toContain('PendingNew');
});

test('a websocket elsewhere is told at once that there is nothing', async () => {
  const options = ['-H', 'Connection: Upgrade', '-H', 'Upgrade: websocket'];
  expect(await curl(...options, `${url}/orders`)).toMatch(/\n404 1$/);
});
