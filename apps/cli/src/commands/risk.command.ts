import type {
  KillSwitchModeName,
  KillSwitchScopeName,
  LimitScopeRequest,
  LimitScopeView,
  RiskLimitsRequest,
} from '@ome/contracts';
import { KillSwitchMode, KillSwitchScope, RISK_RULE_NAMES } from '@ome/domain';
import { Command } from 'commander';
import { COUNTERS, KILL_SWITCHES, LIMITS } from '../columns';
import { UsageFault } from '../exit-code';
import { choice, example, wholeNumber } from '../options';
import { reading } from '../reading';
import type { OpenSession } from '../session';

export function riskCommand(open: OpenSession): Command {
  return new Command('risk')
    .description('limits on orders, how much of them is used, and switches that stop orders')
    .addCommand(showRisk(open), { isDefault: true })
    .addCommand(limitsCommand(open));
}

function showRisk(open: OpenSession): Command {
  const command = new Command('show')
    .description('switches that are pulled, limits that are set, and what is used of them')
    .option('--account <account>', 'of this account only');
  reading(command, open, async (session, filter: { account?: string }) => {
    const { risk } = session.client;
    const [overview, switches] = await Promise.all([risk.limits(filter), risk.killSwitches()]);
    if (session.isJson) return session.json({ ...overview, killSwitches: switches.items });
    session.part('Kill switches', switches.items, KILL_SWITCHES);
    session.part('Limits', overview.scopes.flatMap(setRules), LIMITS);
    session.part('In use', overview.use, COUNTERS);
  });
  return example(command, 'risk', 'risk show --account 42');
}

function limitsCommand(open: OpenSession): Command {
  return new Command('limits')
    .description('the limits of each scope')
    .addCommand(getLimits(open), { isDefault: true })
    .addCommand(setLimits(open))
    .addCommand(deleteLimits(open));
}

const ofScope = (command: Command): Command =>
  command
    .option('--account <account>', "of this account; by default the engine's default")
    .option('--exchange <exchange>', 'of this exchange within the account')
    .option('--symbol <symbol>', 'of this symbol within the account');

const ofVersion = (command: Command): Command =>
  command.option('--expect-version <version>', 'only if the limits have this version', wholeNumber);

type ScopeOptions = LimitScopeRequest & { expectVersion?: number };

const requestOf = ({ expectVersion, ...scope }: ScopeOptions) => ({
  ...scope,
  ...(expectVersion !== undefined && { version: expectVersion }),
});

function getLimits(open: OpenSession): Command {
  const command = new Command('get')
    .description('the rules that are set, and their version, which a change can name')
    .option('--account <account>', 'that apply to this account');
  reading(command, open, async (session, filter: { account?: string }) => {
    const overview = await session.client.risk.limits(filter);
    if (session.isJson) return session.json(overview);
    session.list({ items: overview.scopes.flatMap(setRules) }, LIMITS);
  });
  return example(command, 'risk limits get --account 42');
}

/** Only what is set in the scope itself: wider ones are rows of their own. */
function setRules({ scope, account, exchange, symbol, rules, version }: LimitScopeView) {
  const name = [scope, account, exchange ?? symbol].filter((part) => part !== null).join(' ');
  return Object.entries(rules).flatMap(([rule, { value, from }]) =>
    from === scope && value !== null ? [{ scope: name, rule, value, version }] : [],
  );
}

function setLimits(open: OpenSession): Command {
  const command = new Command('set')
    .description(`set rules, or remove them with the value off: ${RISK_RULE_NAMES.join(', ')}`)
    .argument('<rule=value...>')
    .action(async (settings: string[], scope: ScopeOptions, own: Command) => {
      const rules = Object.fromEntries(settings.map(ruleOf)) as RiskLimitsRequest;
      const session = open(own);
      session.record(await session.client.risk.setLimits({ ...requestOf(scope), ...rules }));
    });
  return example(
    ofVersion(ofScope(command)),
    'risk limits set --account 42 lotSize=true maxOrderQty=500 maxDailyLoss=off',
  );
}

function ruleOf(setting: string): [string, string | number | boolean | null] {
  const [, named, value] = /^([^=]+)=(.+)$/.exec(setting) ?? [];
  const rule = RISK_RULE_NAMES.find((known) => known.toLowerCase() === named?.toLowerCase());
  if (!rule) {
    throw new UsageFault(
      `${setting} must be rule=value, of a rule of ${RISK_RULE_NAMES.join(', ')}.`,
    );
  }
  if (value === 'off') return [rule, null];
  if (value === 'true' || value === 'false') return [rule, value === 'true'];
  return [rule, COUNTS.includes(rule) ? Number(value) : value];
}

/** Numbers in JSON; amounts are strings, to keep every digit. */
const COUNTS: readonly string[] = ['maxOrdersPerSecond', 'repeatWindowMs', 'maxOpenOrders'];

function deleteLimits(open: OpenSession): Command {
  const command = new Command('delete')
    .description('remove everything that is set for a scope')
    .action(async (scope: ScopeOptions, own: Command) => {
      const session = open(own);
      await session.client.risk.removeLimits(requestOf(scope));
      session.done({ removed: true }, 'It has no rules any more.');
    });
  return example(ofVersion(ofScope(command)), 'risk limits delete --account 42');
}

export function killSwitchCommand(open: OpenSession): Command {
  return new Command('kill-switch')
    .description('stop new orders of the engine, an account or a user')
    .addCommand(listSwitches(open), { isDefault: true })
    .addCommand(pullSwitch(open))
    .addCommand(releaseSwitch(open));
}

function listSwitches(open: OpenSession): Command {
  const command = new Command('list').description('the switches that are pulled');
  reading(command, open, async (session) =>
    session.list(await session.client.risk.killSwitches(), KILL_SWITCHES),
  );
  return example(command, 'kill-switch list');
}

const SCOPES: readonly KillSwitchScopeName[] = Object.values(KillSwitchScope);

interface PullOptions {
  mode?: KillSwitchModeName;
  reason: string;
  cancelOpen?: true;
}

const scopeNamed = (text: string): KillSwitchScopeName => {
  const scope = SCOPES.find((known) => known === text.toLowerCase());
  if (!scope) throw new UsageFault(`${text} must be one of ${SCOPES.join(', ')}.`);
  return scope;
};

function pullSwitch(open: OpenSession): Command {
  const modes = Object.values(KillSwitchMode);
  const command = new Command('pull')
    .description('answers once no process sends the stopped orders any more')
    .argument('<scope>', SCOPES.join(', '))
    .argument('[id]', 'the account or user')
    .requiredOption('--reason <reason>', 'shown to everyone whose order is refused')
    .addOption(
      choice('--mode <mode>', 'block-new allows orders that only reduce a position', modes),
    )
    .option('--cancel-open', 'cancel open orders as well')
    .action(async (scope: string, id: string | undefined, options: PullOptions, own: Command) => {
      const request = { scope: scopeNamed(scope), ...(id !== undefined && { id }), ...options };
      const session = open(own);
      session.record(await session.client.risk.pull(request));
    });
  return example(
    command,
    'kill-switch pull account 42 --reason "Too much for one day"',
    'kill-switch pull engine --mode block-all --reason "Prices are wrong"',
  );
}

function releaseSwitch(open: OpenSession): Command {
  const command = new Command('release')
    .description('allow new orders again')
    .argument('<scope>', SCOPES.join(', '))
    .argument('[id]', 'the account or user')
    .action(async (scope: string, id: string | undefined, _options: object, own: Command) => {
      const named = scopeNamed(scope);
      const session = open(own);
      await session.client.risk.release(named, id);
      session.done({ released: true }, 'It is released.');
    });
  return example(command, 'kill-switch release account 42');
}
