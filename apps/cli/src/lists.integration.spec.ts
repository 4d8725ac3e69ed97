import { TestApi } from '../../api/src/testing/test-api';
import { ExitCode } from './exit-code';
import { runOme } from './testing/run-ome';

let api: TestApi;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  api = await TestApi.start();
  environment = { OME_URL: await api.listen() };
});
afterAll(() => api.stop());

const ome = (line: string, screen?: Parameters<typeof runOme>[3]) =>
  runOme(line, environment, [], screen);
const place = (account: string, price = 1850) =>
  ome(
    `order new --account ${account} --symbol ACC --exchange NSE --side buy --quantity 5 --price ${price}`,
  );

describe('--watch', () => {
  test('reads a list again and again', async () => {
    const rounds = [() => place('watched'), () => place('watched')];
    const { code, out } = await ome('order list --account watched --watch 1', { rounds });
    expect(code).toBe(ExitCode.Done);
    expect(out.match(/Nothing found/g)).toHaveLength(1);
    expect(out.match(/ watched /g)).toHaveLength(3);
  });

  test('takes no time that would load the engine, and is not there for what changes something', async () => {
    expect((await ome('order list --watch 0.1')).code).toBe(ExitCode.Usage);
    expect((await ome('order cancel --all --watch')).code).toBe(ExitCode.Usage);
  });
});

test('--csv gives a list to a spreadsheet', async () => {
  await place('sheet');
  const { out } = await ome('--csv order list --account sheet');
  const [heads, values, ...more] = out.split('\n');
  expect(heads).toMatch(/^ORDER,ACCOUNT,SIDE,SYMBOL,/);
  expect(values).toMatch(/^[0-9a-f]{24},sheet,BUY,ACC\.NSE,5,0,1850,,PendingNew,/);
  expect(more).toEqual([]);
});

test('a narrow screen shows what finds place on it, and says what does not', async () => {
  await place('narrow');
  const { out, err } = await ome('order list --account narrow', { width: 80 });
  expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
  expect(err).toMatch(/^No room for .*LINK.*--csv or --json/);
});

test('what waits to be sent is listed with its reason', async () => {
  await place('waits');
  const { out, err } = await ome('waiting');
  expect(out).toMatch(/ waits +new +BUY +ACC\.NSE +5 +queued/);
  expect(err).toMatch(/^\d+ queued, \d+ being sent, \d+ in doubt\.$/);
});

test('risk is shown as a whole: switches, limits and what is used', async () => {
  await ome('risk limits set --account risky maxOrderQty=10 maxOpenOrders=3');
  await place('risky');
  await ome('kill-switch pull account risky --reason "Too much"');
  const { out } = await ome('risk show --account risky');
  expect(out).toMatch(/Kill switches\n[^]*risky +block-new +Too much/);
  expect(out).toMatch(/Limits\n[^]*account risky +maxOrderQty +10/);
  expect(out).toMatch(/In use\n[^]*risky +1 +9250/);
});

test('the audit is listed, by action', async () => {
  await ome('risk limits set --account audited maxOrderQty=10');
  const { out } = await ome('audit --action risk.limits --limit 1');
  expect(out.split('\n')).toHaveLength(2);
  expect(out).toMatch(/risk\.limits\.set +.*done/);
});

describe('doctor', () => {
  test('says what is wrong and what to do, and that somebody has to', async () => {
    const { code, out, err } = await ome('doctor');
    // No worker runs in this test.
    expect(out).toMatch(/workers +fault +none runs +start a worker/);
    expect(out).toMatch(/MongoDB +ok/);
    expect(out).toMatch(/clock +ok/);
    expect([code, err]).toEqual([ExitCode.Refused, expect.stringMatching(/checks found a fault/)]);
  });
});
