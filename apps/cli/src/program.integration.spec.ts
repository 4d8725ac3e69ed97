import type { ImportLine, OrderView } from '@ome/contracts';
import { PersistentClosings } from '@ome/engine';
import { FLATTRADE_SAMPLE } from '@ome/listings';
import { ExportSigner } from '@ome/platform';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PASSWORD, signUp } from '../../api/src/testing/people';
import { eventually, TestApi } from '../../api/src/testing/test-api';
import { ExitCode } from './exit-code';
import { runOme } from './testing/run-ome';

let api: TestApi;
let url: string;

beforeAll(async () => {
  api = await TestApi.start();
  url = await api.listen();
});
afterAll(() => api.stop());

const ome = (line: string, environment: NodeJS.ProcessEnv = { OME_URL: url }, typed?: string[]) =>
  runOme(line, environment, typed);

const NEW = 'order new --account 42 --symbol ACC --exchange NSE --side buy --quantity 100';

async function placed(rest = '--price 1850'): Promise<OrderView> {
  const { code, out } = await ome(`--json ${NEW} ${rest}`);
  expect(code).toBe(ExitCode.Done);
  return JSON.parse(out) as OrderView;
}

describe('orders', () => {
  test('are entered, changed, filled, shown and canceled', async () => {
    const { orderId, ordType } = await placed();
    expect(ordType).toBe('LIMIT');
    await api.acknowledge(orderId);

    const changed = await ome(`order change ${orderId} --quantity 120 --price 1849.5`);
    expect(changed.out).toMatch(/^ordStatus +PendingReplace$/m);
    const filled = await ome(`fill report ${orderId} --quantity 50 --price 1850 --exec-id E1`);
    expect(filled.out).toMatch(/^success +true$/m);
    await ome(`fill report ${orderId} --quantity 50 --price 1850 --exec-id E1`);
    const fills = JSON.parse((await ome(`--json fill list --order-id ${orderId}`)).out);
    expect(fills.items).toHaveLength(1);

    expect((await ome(`order show ${orderId} --events`)).out).toMatch(/^ *SEQ +AT +EVENT/);
    expect((await ome(`order show ${orderId} --fills`)).out).toContain('E1');
    const { out } = await ome(`order cancel ${orderId} --reason "Far off"`);
    expect(out).toContain(orderId);
    expect((await api.order(orderId)).ordStatus).toBe('PendingCancel');
  });

  test('are sold or bought at any price only where that is said', async () => {
    const { code, err } = await ome(NEW);
    expect([code, err]).toEqual([ExitCode.Usage, 'Give --price, or say --type MARKET.']);
    expect(await placed('--type market')).toMatchObject({ ordType: 'MARKET', price: null });
  });

  test('sent again with the same id are the same', async () => {
    const first = await placed('--price 10 --cl-ord-id twice');
    expect((await placed('--price 10 --cl-ord-id twice')).orderId).toBe(first.orderId);
  });

  test('are listed as a table, and as JSON with the cursor of the next page', async () => {
    await placed('--price 1 --tag listed');
    await placed('--price 2 --tag listed');
    const table = await ome('order list --tag listed --limit 1');
    expect(table.out.split('\n')).toHaveLength(2);
    const [, cursor] = /--cursor (\S+)/.exec(table.err)!;
    const rest = await ome(`--json order list --tag listed --limit 1 --cursor ${cursor}`);
    expect(JSON.parse(rest.out)).toMatchObject({ items: [{ price: '1' }], nextCursor: null });
    expect((await ome('order list --tag nobody')).out).toBe('Nothing found.');
  });

  test('are canceled though another of them cannot be', async () => {
    const { orderId } = await placed('--price 3');
    const unknown = '0123456789abcdef01234567';
    const { out, err, code } = await ome(`order cancel ${unknown} ${orderId}`);
    expect(out).toContain(orderId);
    expect(err).toMatch(new RegExp(`^${unknown}: .*ORDER_NOT_FOUND`));
    expect(code).toBe(ExitCode.Refused);
  });

  test.each([
    ['order show 0123456789abcdef01234567', 'ORDER_NOT_FOUND'],
    [`${NEW} --price -1`, 'price'],
  ])('%s is refused', async (line, text) => {
    expect(await ome(line)).toMatchObject({
      code: ExitCode.Refused,
      err: expect.stringContaining(text),
    });
  });

  test('are all canceled at once', async () => {
    await ome(`${NEW.replace('42', 'all')} --price 1`);
    const { out } = await ome('order cancel --all --account all');
    expect(out).toBe('1 canceled or being canceled');
  });
});

test('prices are fed and shown, and a position of fills at them', async () => {
  expect((await ome('prices feed NSE FED 12.5 --bid 12 --ask 13')).out).toBe('Taken.');
  expect((await ome('prices show FED')).out).toMatch(/FED\.NSE +12\.5 /);
});

describe('follow', () => {
  test('prints events of an account, a line each, after a cursor', async () => {
    const { nextCursor } = JSON.parse((await ome('--json events --limit 1000')).out);
    const { orderId } = await placed('--price 1');
    await ome(`fill report ${orderId} --quantity 100 --price 1`);
    const { code, out } = await ome(`follow --account 42 --after ${nextCursor} --count 2`);
    expect(code).toBe(ExitCode.Done);
    const [first, second] = out.split('\n');
    expect(first).toContain(`${orderId} 1 NewOrder: BUY 100 ACC.NSE PendingNew`);
    expect(second).toContain(`${orderId} 2 Trade 100 at 1: BUY 100 ACC.NSE Filled`);
  });

  test('ends with the reason where the engine ends it', async () => {
    const { code, err } = await ome('follow --after 00');
    expect(code).toBe(ExitCode.Refused);
    expect(err).toContain('cursor');
  });
});

describe('administration', () => {
  test('keys are made, listed and revoked', async () => {
    const { out } = await ome('--json keys create --name desk --scopes orders,ops');
    const { id, token } = JSON.parse(out) as { id: string; token: string };
    expect(token).toContain(id);
    expect((await ome('keys')).out).toMatch(new RegExp(`^${id} +desk +orders,ops`, 'm'));
    const bound =
      'keys create --name bound --scopes orders --accounts 42,43* --users 7 --expires 90d';
    expect(JSON.parse((await ome(`--json ${bound}`)).out)).toMatchObject({
      accounts: ['42', '43*'],
      users: ['7'],
      expiresAt: expect.stringMatching(/Z$/),
    });
    expect((await ome('keys')).out).toMatch(/bound +orders +42,43\* +7 /);
    expect((await ome(`keys revoke ${id}`)).out).toBe(`Revoked ${id}.`);
    expect((await ome(`keys revoke ${id}`)).code).toBe(ExitCode.Refused);
  });

  test('collections, queues, followers and leases are inspected', async () => {
    const { out } = await ome('inspect');
    expect(out).toMatch(/^order_events +\d+/m);
    expect(out).toMatch(/^ome-link-rest /m);
  });

  test('the contents of a collection are shown, and an unknown one is refused', async () => {
    await ome('keys create --name shown --scopes ops');
    const { out } = await ome('inspect api_keys --limit 1');
    expect(JSON.parse(out)).toMatchObject({ name: 'shown', scopes: ['ops'] });
    expect(out).not.toContain('"hash"');
    expect((await ome('inspect ome-link-rest')).code).toBe(ExitCode.Done);
    expect(await ome('inspect nothing')).toMatchObject({
      code: ExitCode.Refused,
      err: expect.stringContaining('There is no nothing'),
    });
  });
});

test('instruments are imported from a contract file, which may be repeated', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ome-cli-'));
  const [{ name, text }] = FLATTRADE_SAMPLE;
  const path = join(folder, name);
  writeFileSync(path, text);
  const first = await ome(`instruments import ${path} --broker flattrade`);
  expect(first).toMatchObject({
    code: ExitCode.Done,
    out: expect.stringContaining(': 11 written'),
  });
  expect(first.err).toContain(`${name}: 11 rows, 0 invalid`);
  const { out } = await ome(`--json instruments import ${path} --broker flattrade`);
  const lines = out.split('\n').map((line) => JSON.parse(line) as ImportLine);
  expect(lines.at(-1)).toEqual({ type: 'done', perExchange: { NSE: 11 }, written: 0, removed: 0 });
  writeFileSync(path, text.replace(',1,', ',2,'));
  const dated = await ome(`instruments import ${path} --broker flattrade --valid-from 2099-01-01`);
  expect(dated).toMatchObject({ code: ExitCode.Done, out: expect.stringContaining(': 1 written') });
  const wrong = await ome(`instruments import ${path} --broker flattrade --valid-from soon`);
  expect(wrong).toMatchObject({
    code: ExitCode.Refused,
    err: expect.stringContaining('validFrom'),
  });
  writeFileSync(path, 'Exchange,Token');
  const broken = await ome(`instruments import ${path} --broker flattrade`);
  expect(broken).toMatchObject({
    code: ExitCode.Refused,
    err: expect.stringContaining('has a header without lotsize'),
  });
  rmSync(folder, { recursive: true });
});

describe('approvals', () => {
  test('rules are set, an order waits, and nobody approves or rejects what is not there', async () => {
    const hold = 'approvals hold --account waits --above-quantity 50 --manual-entry';
    expect((await ome(hold)).out).toMatch(/waits +aboveQuantity=50 manualEntry=true/);
    const { out } = await ome(`--json ${NEW.replace('42', 'waits')} --price 10`);
    const { orderId, approval } = JSON.parse(out) as OrderView;
    expect(approval!.rules).toEqual(['the quantity 100 is above 50', 'a person entered it']);
    expect((await ome('approvals')).out).toContain(orderId);
    // Without keys there is no second person.
    expect((await ome(`approve ${orderId}`)).err).toContain('OWN_REQUEST');
    const rejected = await ome(`reject ${orderId} --reason "Too much"`);
    expect(rejected.out).toContain('Not approved: Too much');
    expect((await ome(`approve ${orderId}`)).err).toContain('NOT_AWAITING_APPROVAL');
    const off = 'approvals hold --account waits --off aboveQuantity,manualEntry';
    expect((await ome(off)).out).not.toContain('waits');
  });

  test('a staged order is released', async () => {
    const { orderId, approval } = await placed('--price 1850 --staged');
    expect(approval).toMatchObject({ kind: 'release' });
    expect((await ome(`order release ${orderId}`)).code).toBe(ExitCode.Done);
  });
});

describe('risk', () => {
  const limits = async (account: string) => {
    const { scopes } = JSON.parse((await ome(`--json risk limits get --account ${account}`)).out);
    return scopes.find((each: { account: string | null }) => each.account === account);
  };

  test('limits are set, shown, unset and removed, each only in the version that was read', async () => {
    const set = 'risk limits set --account limited lotSize=true maxorderqty=500.5 maxOpenOrders=3';
    expect((await ome(set)).code).toBe(ExitCode.Done);
    const { version } = await limits('limited');
    const shown = await ome('risk limits --account limited');
    expect(shown.out).toMatch(/account limited +maxOrderQty +500\.5/);
    expect(shown.out).not.toContain('tickSize');

    const off = `risk limits set --account limited --expect-version ${version} maxOpenOrders=off`;
    expect((await ome(off)).code).toBe(ExitCode.Done);
    expect((await ome(off)).err).toContain('LIMITS_CHANGED');
    const { rules, version: newer } = await limits('limited');
    expect([rules.lotSize.value, rules.maxOpenOrders.value]).toEqual([true, null]);

    const remove = 'risk limits delete --account limited --expect-version';
    expect((await ome(`${remove} ${version}`)).err).toContain('LIMITS_CHANGED');
    expect((await ome(`${remove} ${newer}`)).out).toBe('It has no rules any more.');
    expect((await limits('limited')).version).toBe(0);
  });

  test('a switch is pulled in either mode, listed and released', async () => {
    const pull = 'kill-switch pull account stopped --reason "Too much"';
    await ome(`${pull} --mode block-all`);
    const { out } = await ome('kill-switch');
    expect(out).toMatch(/account stopped +block-all +Too much/);
    expect((await ome(`${NEW.replace('42', 'stopped')} --price 10`)).err).toContain('Too much');
    await ome(`${pull} --mode block-new --cancel-open`);
    expect((await ome('kill-switch')).out).toMatch(/account stopped +block-new/);
    expect((await ome('kill-switch release account stopped')).code).toBe(ExitCode.Done);
    expect((await ome('kill-switch')).out).not.toContain('stopped');
  });
});

test('closing passes on the options for resting orders and broker books', async () => {
  const close = jest.spyOn(api.app.get(PersistentClosings), 'close').mockResolvedValue([]);
  await ome('positions close --account 42 --all --keep-resting --ignore-broker');
  await ome('positions close --account 42 --all --cancel-resting');
  expect(close.mock.calls.map(([, terms]) => terms)).toEqual([
    expect.objectContaining({ cancelResting: false, ignoreBroker: true }),
    expect.objectContaining({ cancelResting: true, ignoreBroker: false }),
  ]);
  close.mockRestore();
});

test('an after-market order is marked as such', async () => {
  const { code, err } = await ome(`${NEW} --price 10 --amo`);
  expect({ code, err }).toEqual({
    code: ExitCode.Refused,
    err: expect.stringContaining('amo is not known at rest'),
  });
});

test('the audit is verified, exported, and an export checked', async () => {
  const verified = await ome('audit verify');
  expect([verified.code, verified.out]).toEqual([
    ExitCode.Done,
    expect.stringMatching(/^faultCount +0$/m),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'ome-audit-'));
  try {
    const file = join(folder, 'audit.csv');
    const { out } = await ome('audit export --format csv');
    const { publicKey } = JSON.parse(out.split('\n').at(-1)!.slice(1)) as { publicKey: string };
    const check = () => ome(`audit check ${file} --public-key ${publicKey}`);
    writeFileSync(file, `${out}\n`);
    expect((await check()).out).toContain('is as it was signed');
    writeFileSync(file, `${out.replace('outcome', 'outcame')}\n`);
    expect(await check()).toMatchObject({
      code: ExitCode.Refused,
      err: expect.stringContaining('was changed since it was signed'),
    });
    writeFileSync(file, `${out}\n`);
    const other = new ExportSigner('other').publicKey;
    expect((await ome(`audit check ${file} --public-key ${other}`)).err).toContain(
      'was not signed with this key',
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('people', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ome-cli-people-'));
  const environment = () => ({ OME_URL: url, XDG_CONFIG_HOME: folder });
  const run = (line: string, typed?: string[]) => ome(line, environment(), typed);
  afterAll(() => rmSync(folder, { recursive: true }));

  test('are made, changed and signed out by administrators', async () => {
    const made = await run('user create bert --name "Bert" --roles trader,risk --accounts 42');
    expect(made).toMatchObject({ code: ExitCode.Done, out: expect.stringMatching(/^[\w-]{43}$/) });
    expect((await run('user')).out).toMatch(/^bert +Bert +trader,risk +42 .*invited$/m);
    const changed = await run('user change bert --name "Bert" --roles viewer --disabled');
    expect(changed.out).toMatch(/^disabled +true$/m);
    expect((await run('user reset bert')).out).toMatch(/^[\w-]{43}$/);
    expect((await run('user sign-out bert')).out).toBe('bert is signed out everywhere.');
    const oidc = await run('user create cora --name Cora --roles viewer --sign-in oidc');
    expect(oidc.out).toContain('identity provider');
    expect((await run('user sign-out nobody')).code).toBe(ExitCode.Refused);
  });

  test('sign in with what they type, act as themselves, and sign out', async () => {
    const { recoveryCodes } = await signUp(api, { login: 'anna', roles: ['trader'] }, {});
    const typed = ['anna', PASSWORD, recoveryCodes[0]];
    const login = await run('login --expires 12h', typed);
    expect(login).toMatchObject({
      code: ExitCode.Done,
      out: expect.stringMatching(/^Signed in as anna/),
    });
    const file = join(folder, 'ome', 'keys.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const placed = JSON.parse((await run(`--json ${NEW} --price 1850`)).out) as OrderView;
    const asked = `/audit?action=order.new&subject=${placed.orderId}`;
    expect((await api.get(asked)).body.items[0]).toMatchObject({ by: 'user:anna' });

    const kept = readFileSync(file, 'utf8');
    expect((await run('logout')).out).toBe('Signed out.');
    expect((await run('logout')).code).toBe(ExitCode.Usage);
    const { token } = (JSON.parse(kept) as Record<string, { token: string }>)[url];
    await eventually(async () => {
      expect((await api.get('/orders', { 'x-api-key': token })).status).toBe(401);
    });
  });

  test('are refused with another code, and nothing is kept', async () => {
    await signUp(api, { login: 'dora', roles: ['trader'] }, {});
    const { code, err } = await run('login --login dora', [PASSWORD, '000000']);
    expect([code, err]).toEqual([ExitCode.Refused, expect.stringContaining('code is not right')]);
    expect((await run('logout')).code).toBe(ExitCode.Usage);
  });
});
