import type { Field, FixMessage } from '@ome/fix';
import { utcTimestamp } from '@ome/fix';
import { until } from '../../../dev/src/engine-process/engine-process';
import { isEqual } from '../equal';
import { groupedBy } from '../grouped-by';
import type { JsonClient } from '../json-client';
import type { Evidence } from '../observe/evidence';
import { FixDesk } from './fix-desk';
import type { ClientLoad } from './load';
import type { PlacedOrder } from './placed-order';
import { type OrderPlan, raisedQuantity } from './order-plan';

const SESSIONS = [
  { compId: 'CHAOS42', version: 'FIX.4.2', role: 'orderEntry' },
  { compId: 'CHAOS44', version: 'FIX.4.4', role: 'orderEntry' },
  { compId: 'CHAOS50', version: 'FIX.5.0SP2', role: 'orderEntry' },
  { compId: 'CHAOSDROP', version: 'FIX.4.4', role: 'dropCopy' },
] as const;

const FINISH_MS = 120_000;
/** Requests under way in each session. */
const WINDOW = 50;

/** OrdStatus (39) of the engine's names. */
const CODES: Readonly<Record<string, string>> = {
  New: '0',
  PartiallyFilled: '1',
  Filled: '2',
  Canceled: '4',
  Rejected: '8',
};

/** Enters orders over FIX, and compares what desks and a drop copy heard with what there is. */
export class FixLoad implements ClientLoad {
  readonly placed: PlacedOrder[] = [];
  readonly baskets = [];
  readonly faults: string[] = [];
  private readonly ports: number[];
  private readonly desks: FixDesk[] = [];

  constructor(
    private readonly api: JsonClient,
    private readonly plans: readonly OrderPlan[],
    private readonly account: string,
    port: number,
  ) {
    this.ports = [port];
  }

  get progress(): number {
    return this.placed.length / this.plans.length;
  }

  /** Where another gateway listens, for as long as it does. */
  tellOf(port: number): () => void {
    this.ports.push(port);
    return () => void this.ports.splice(this.ports.indexOf(port), 1);
  }

  /** Does something to each connection. */
  disturb(how: 'cut' | 'abandon' | 'askForAll'): void {
    for (const desk of this.desks) desk[how]();
  }

  async run(): Promise<number> {
    const accounts = [this.account];
    for (const { compId, version, role } of SESSIONS) {
      await this.api.expect('PUT', `/fix/sessions/${compId}`, { version, role, accounts });
      const desk = await FixDesk.create(compId, version, this.ports);
      this.desks.push(desk);
      desk.start();
    }
    // A drop copy hears what is entered after its first Logon.
    await until('every desk to be logged on', FINISH_MS, () =>
      this.desks.every((desk) => desk.isLoggedOn),
    );
    const startedAt = Date.now();
    await Promise.all(this.entering.flatMap((desk, at) => this.enterAll(desk, at)));
    return Date.now() - startedAt;
  }

  /** What desks or the drop copy were told that is not so, or twice, or not at all. */
  async finish({ views, fills }: Evidence): Promise<string[]> {
    const faults: string[] = [];
    const copy = this.desks.at(-1)!;
    const missing = () => {
      const reports = byOrder(this.entering.flatMap((desk) => desk.reports));
      const answers = byOrder(this.entering.flatMap((desk) => desk.answers));
      const copies = byOrder(copy.reports);
      return [...views.values()].flatMap((view) => {
        const told = reports.get(view.orderId) ?? [];
        const copied = copies.get(view.orderId) ?? [];
        const last = told.at(-1);
        // A fill while a cancel is pending says 6; what is so then says the reject of the cancel.
        const status = answers.get(view.orderId)?.at(-1)?.get(39);
        const isTold =
          last !== undefined &&
          status === CODES[view.ordStatus] &&
          isEqual(last.get(14) ?? '0', view.cumQty);
        const trades = told.filter((message) => isTrade(message)).length;
        const expected = fills.get(view.orderId)?.length ?? 0;
        return [
          ...(isTold ? [] : [`${view.orderId} is ${view.ordStatus}, last told as ${status}`]),
          ...(trades === expected ? [] : [`${view.orderId} has ${expected} fills, told ${trades}`]),
          ...(copied.length === told.length
            ? []
            : [`${view.orderId} was told ${told.length} times, copied ${copied.length} times`]),
        ];
      });
    };
    await until('everything to be told', FINISH_MS, () => missing().length === 0).catch(() =>
      faults.push(...missing()),
    );
    for (const desk of this.desks) {
      const execIds = desk.reports.map((message) => message.get(17));
      const twice = execIds.length - new Set(execIds).size;
      if (twice > 0) faults.push(`${desk.compId} was told ${twice} ExecIDs twice`);
      faults.push(...desk.others.map(({ type }) => `${desk.compId} was sent a message ${type}`));
    }
    await Promise.all(this.desks.map((desk) => desk.stop()));
    return faults;
  }

  private get entering(): FixDesk[] {
    return this.desks.slice(0, -1);
  }

  private enterAll(desk: FixDesk, at: number): Promise<void>[] {
    const own = this.plans.filter((_, index) => index % this.entering.length === at);
    // Each takes the next plan once its own is done.
    return Array.from({ length: WINDOW }, async () => {
      for (let plan = own.shift(); plan; plan = own.shift()) {
        await this.enter(desk, plan).catch((error: Error) => this.faults.push(error.message));
      }
    });
  }

  private async enter(desk: FixDesk, plan: OrderPlan): Promise<void> {
    const report = await desk.request('D', plan.key, [...terms(plan), ...prices(plan)]);
    if (report.get(150) === '8') {
      this.faults.push(`${plan.key} was refused: ${report.get(58) ?? ''}`);
      return;
    }
    const change = await this.change(desk, plan);
    this.placed.push({ plan, orderId: report.get(37)!, change });
  }

  private async change(desk: FixDesk, plan: OrderPlan): Promise<PlacedOrder['change']> {
    if (plan.change === null) return null;
    const changed = { ...plan, quantity: raisedQuantity(plan) };
    const named: Field[] = [[41, plan.key]];
    const answer =
      plan.change === 'cancel'
        ? await desk.request('F', `${plan.key}-cancel`, [...named, ...terms(plan)])
        : await desk.request('G', `${plan.key}-replace`, [
            ...named,
            ...terms(changed),
            ...prices(changed),
          ]);
    return answer.type === '9' ? 'refused' : 'taken';
  }
}

const isTrade = (message: FixMessage): boolean =>
  ['F', '1', '2'].includes(message.get(150) ?? '') && (message.get(20) ?? '0') === '0';

const byOrder = (messages: readonly FixMessage[]): ReadonlyMap<string, FixMessage[]> =>
  groupedBy(messages, (message) => message.get(37) ?? '');

const terms = ({ account, symbol, side, quantity }: OrderPlan): Field[] => [
  [1, account],
  [55, symbol],
  [207, 'NSE'],
  [54, side === 'BUY' ? 1 : 2],
  [60, utcTimestamp(new Date())],
  [38, quantity],
];

const prices = ({ price }: OrderPlan): Field[] => [
  [21, 1],
  [40, price === null ? 1 : 2],
  [44, price],
];
