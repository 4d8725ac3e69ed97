import type { ApprovalRulesRequest, ApproveRequest, RejectRequest } from '@ome/contracts';
import { Command } from 'commander';
import { APPROVAL_RULES, APPROVALS, CHANGES, WAITING_BASKETS } from '../columns';
import { example, names, wholeNumber } from '../options';
import { reading } from '../reading';
import type { OpenSession } from '../session';

/** `ome approvals`, and beside it `ome approve` and `ome reject`. */
export function approvalsCommand(open: OpenSession): Command {
  return new Command('approvals')
    .description('requests that wait for a second person, and the rules that hold them')
    .addCommand(listApprovals(open), { isDefault: true })
    .addCommand(listBaskets(open))
    .addCommand(listRules(open))
    .addCommand(setRules(open));
}

function listApprovals(open: OpenSession): Command {
  const command = new Command('list').description('what waits; what expires first comes first');
  reading(command, open, async (session) =>
    session.list(await session.client.approvals.list(), APPROVALS),
  );
  return example(command, 'approvals');
}

function listBaskets(open: OpenSession): Command {
  const command = new Command('baskets').description('baskets that wait as a whole');
  reading(command, open, async (session) =>
    session.list(await session.client.approvals.baskets(), WAITING_BASKETS),
  );
  return example(command, 'approvals baskets');
}

function listRules(open: OpenSession): Command {
  const command = new Command('rules').description('the rules of every scope');
  reading(command, open, async (session) =>
    session.list(await session.client.approvals.rules(), APPROVAL_RULES),
  );
  return example(command, 'approvals rules');
}

interface RuleOptions {
  account?: string;
  user?: string;
  aboveValue?: string;
  aboveQuantity?: string;
  products?: string[];
  manualEntry?: true;
  everyOrder?: true;
  off?: string[];
  expectVersion?: number;
}

function setRules(open: OpenSession): Command {
  const command = new Command('hold')
    .description('says which orders wait; the other rules of the scope stay')
    .option('--account <account>', 'of this account; without it and --user, of everybody')
    .option('--user <user>', 'of this user, in every account')
    .option('--above-value <rupees>', 'of a value above this')
    .option('--above-quantity <quantity>', 'of a quantity above this')
    .option('--products <products>', 'of these products, such as NRML,MIS', names)
    .option('--manual-entry', 'that a person entered')
    .option('--every-order', 'all of them')
    .option('--off <rules>', 'rules to remove, such as aboveValue,products', names)
    .option('--expect-version <version>', 'only if the rules are still in this one', wholeNumber)
    .action(async ({ user, off = [], expectVersion, ...rules }: RuleOptions, own: Command) => {
      const session = open(own);
      const removed = Object.fromEntries(off.map((rule) => [rule, null]));
      const request: ApprovalRulesRequest = {
        ...rules,
        ...removed,
        ...(user !== undefined && { userId: user }),
        ...(expectVersion !== undefined && { version: expectVersion }),
      };
      session.list(await session.client.approvals.setRules(request), APPROVAL_RULES);
    });
  return example(command, 'approvals hold --account 42 --above-value 1000000 --manual-entry');
}

/** Changes of settings that wait for a second person. */
export function changesCommand(open: OpenSession): Command {
  const list = new Command('list').description('what waits; what expires first comes first');
  reading(list, open, async (session) =>
    session.list(await session.client.approvals.changes(), CHANGES),
  );
  const approve = new Command('approve')
    .description('make a change that somebody else asked for')
    .argument('<id>')
    .action(async (id: string, _options: object, own: Command) => {
      const session = open(own);
      session.done(await session.client.approvals.approveChange(id), 'It is made.');
    });
  const reject = new Command('reject')
    .description('end a change that waits')
    .argument('<id>')
    .requiredOption('--reason <reason>', 'why; the audit shows it')
    .action(async (id: string, { reason }: RejectRequest, own: Command) => {
      const session = open(own);
      session.done(await session.client.approvals.rejectChange(id, { reason }), 'It is not made.');
    });
  return new Command('changes')
    .description('changes of limits, rules, switches and keys that wait for a second person')
    .addCommand(example(list, 'changes'), { isDefault: true })
    .addCommand(example(approve, 'changes approve 0123456789abcdef01234567'))
    .addCommand(example(reject, 'changes reject 0123456789abcdef01234567 --reason "Too wide"'));
}

export function approveCommand(open: OpenSession): Command {
  const command = new Command('approve')
    .description('let a request of somebody else go on')
    .argument('<id>', 'as `ome approvals` lists it, or the id of a basket')
    .option('--basket', 'the id is that of a basket')
    .option('--reason <reason>', 'why; the audit shows it')
    .action(async (id: string, { basket, reason }: ApproveRequest & Waiting, own: Command) => {
      const session = open(own);
      const { approvals, baskets } = session.client;
      const given = reason === undefined ? {} : { reason };
      session.record(await (basket ? baskets.approve(id, given) : approvals.approve(id, given)));
    });
  return example(command, 'approve 0123456789abcdef01234567 --reason "Agreed with the client"');
}

export function rejectCommand(open: OpenSession): Command {
  const command = new Command('reject')
    .description('end a request that waits')
    .argument('<id>', 'as `ome approvals` lists it, or the id of a basket')
    .option('--basket', 'the id is that of a basket')
    .requiredOption('--reason <reason>', 'why; the order shows it')
    .action(async (id: string, { basket, reason }: RejectRequest & Waiting, own: Command) => {
      const session = open(own);
      const { approvals, baskets } = session.client;
      session.record(
        await (basket ? baskets.reject(id, { reason }) : approvals.reject(id, { reason })),
      );
    });
  return example(command, 'reject 0123456789abcdef01234567 --reason "Too much for the account"');
}

interface Waiting {
  basket?: true;
}
