import { FixSessions, Inspection, Keys, Rebuild, Users, UserSession } from './administration';
import { Approvals } from './approvals';
import { Audit } from './audit';
import { Baskets } from './baskets';
import { Connectivity } from './connectivity';
import { Events, Executions, Fills, Instruments, Positions, Prices } from './market';
import { type LiveOptions, LiveSubscriber } from './live';
import { Health, Links, Ops, Reconciliation } from './operations';
import { Orders } from './orders';
import { Risk } from './risk';
import { type OmeClientOptions, Transport } from './transport';

/**
 * The public API in TypeScript, for Node and for browsers. Throws OmeProblem if the API refuses a
 * request, and OmeUnreachable if no answer came.
 */
export class OmeClient {
  readonly orders: Orders;
  readonly executions: Executions;
  readonly fills: Fills;
  readonly positions: Positions;
  readonly prices: Prices;
  readonly instruments: Instruments;
  readonly events: Events;
  readonly risk: Risk;
  readonly links: Links;
  readonly reconciliation: Reconciliation;
  readonly ops: Ops;
  readonly health: Health;
  readonly approvals: Approvals;
  readonly audit: Audit;
  readonly baskets: Baskets;
  readonly connectivity: Connectivity;
  readonly keys: Keys;
  readonly users: Users;
  readonly session: UserSession;
  readonly fixSessions: FixSessions;
  readonly rebuild: Rebuild;
  readonly inspection: Inspection;

  constructor(private readonly options: OmeClientOptions) {
    const transport = new Transport(options);
    this.orders = new Orders(transport);
    this.executions = new Executions(transport);
    this.fills = new Fills(transport);
    this.positions = new Positions(transport);
    this.prices = new Prices(transport);
    this.instruments = new Instruments(transport);
    this.events = new Events(transport);
    this.risk = new Risk(transport);
    this.links = new Links(transport);
    this.reconciliation = new Reconciliation(transport);
    this.ops = new Ops(transport);
    this.health = new Health(transport);
    this.approvals = new Approvals(transport);
    this.audit = new Audit(transport);
    this.baskets = new Baskets(transport);
    this.connectivity = new Connectivity(transport);
    this.keys = new Keys(transport);
    this.users = new Users(transport);
    this.session = new UserSession(transport);
    this.fixSessions = new FixSessions(transport);
    this.rebuild = new Rebuild(transport);
    this.inspection = new Inspection(transport);
  }

  /** Live events; the feed lasts until it is closed. */
  live(options: LiveOptions): LiveSubscriber {
    const { url, apiKey } = this.options;
    return new LiveSubscriber(url.replace(/\/+$/, ''), apiKey, options);
  }
}
