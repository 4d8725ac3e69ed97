import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REFUSAL_TEXT, RefusalCode } from '@ome/domain';
import { problemOf } from '../../../api/src/problems/problem.filter';
import { Refused } from '../../../api/src/problems/refused';
import { code, page, prose, table } from './markdown';

const INTRODUCTION = `Errors are \`application/problem+json\` (RFC 9457) and change nothing. \`detail\` is for people, \`errors\` names
fields, \`code\` is for programs, and \`requestId\` finds the request in the logs. The wire formats answer with
\`success: false\` and \`comment\` instead, where \`comment\` is the \`detail\` of here.`;

const STATUSES = [
  [
    '400',
    'the request is malformed; `errors` names the fields and what they must be',
    'correct the request',
  ],
  ['401, 403', 'the key is missing or not valid, or lacks the scope', 'use a key with the scope'],
  ['404', 'no such order, basket or path', ''],
  ['405', 'the path has no such method; `Allow` names those it has', ''],
  ['409', 'a refusal: `code` says why', 'see below'],
  [
    '410',
    'the cursor is too old; `cursor` is one to continue from',
    'read `/orders` again, then continue',
  ],
  ['413, 415', 'the body is too large, or of another type', ''],
  ['422', 'a broker refused, or a contract file is invalid', 'read `detail`'],
  ['429', 'more requests a second than `RATE_LIMIT` or `RATE_LIMIT_PER_ADDRESS`', 'wait'],
  ['500', 'the engine failed', 'look for the `requestId` in the log'],
  [
    '502, 503',
    'a broker or the store does not answer',
    'send the same request again after `Retry-After`',
  ],
];

const ALERTS = `An alert says what is odd about a report. The report is booked all the same, unless the alert says that it was kept.
\`GET /ops/alerts\` lists them.`;

export function refusalsPage(root: string): string {
  const refusals = Object.values(RefusalCode).map((refused) => [
    code(refused),
    String(problemOf(new Refused({ refused })).status),
    prose(REFUSAL_TEXT[refused]),
  ]);
  return page(
    'Errors, refusals and alerts',
    INTRODUCTION,
    '## Statuses',
    table(['status', 'means', 'do'], STATUSES),
    '## Refusals',
    'A text may contain more than is shown here: the lot, the nearest prices, the limit.',
    table(['code', 'status', 'text'], refusals),
    '## Alerts',
    ALERTS,
    table(['alert', 'means'], alerts(root)),
  );
}

/** The comment of each code, which explains it. */
function alerts(root: string): string[][] {
  const source = readFileSync(join(root, 'libs/domain/src/order-event.ts'), 'utf8');
  const [, body] = /export enum AlertCode \{\n([\s\S]*?)\n\}/.exec(source)!;
  const members = [...body.matchAll(/\/\*\*\s*([\s\S]*?)\s*\*\/\s*(\w+) =/g)];
  return members.map(([, text, name]) => [code(name), prose(text.replaceAll(/\n\s*\*\s*/g, ' '))]);
}
