import type { Evidence } from './observe/evidence';
import type { Finding, ScenarioResult } from './run-scenario';

const shownPerInvariant = 5;
const shownJournals = 3;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

export function printHeading(): void {
  say(
    row(
      'scenario',
      'orders',
      'events',
      'fills',
      'unsent',
      'doubts',
      'left',
      'load',
      'rest',
      'found',
      'done; answers',
    ),
  );
}

/** A line of the table, with findings below it. */
export function printResult(result: ScenarioResult): void {
  const { scenario, evidence, did, tally, findings, loadMs, restMs } = result;
  const events = [...evidence.journal.values()].flat();
  const count = (wanted: string): number => events.filter(({ type }) => type === wanted).length;
  const answers = [...tally].map(([status, count]) => `${status}: ${count}`).join(', ');
  say(
    row(
      ...[scenario.name, evidence.journal.size, events.length].map(String),
      ...['Trade', 'CanceledUnsent', 'SendInDoubt'].map(count).map(String),
      String(evidence.unproved.size),
      ...[loadMs, restMs].map(seconds),
      findings.length === 0 ? 'nothing' : String(findings.length),
      [...counted(did), ...counted(outcomes(evidence)), answers, ...faultsMet(evidence)].join('; '),
    ),
  );
  if (findings.length > 0) say(textOfFindings(result));
}

const row = (...cells: string[]): string =>
  cells.map((cell, at) => (at === 0 ? cell.padEnd(10) : cell.padStart(7))).join('  ');

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

const outcomes = ({ baskets }: Evidence): string[] =>
  baskets.views.map(({ status, outcome }) => `basket ${outcome ?? status}`).sort();

/** How many requests had each fault at each broker. */
function faultsMet({ requests }: Evidence): string[] {
  const atBrokers = requests.filter(({ front }) => front !== 'rest');
  const faults = atBrokers.filter(({ behaviour }) => behaviour !== 'fill');
  return counted(faults.map(({ front, behaviour }) => `${front} ${behaviour}`)).sort();
}

/** Repeated lines, once each with their count. */
function counted(words: readonly string[]): string[] {
  const times = new Map<string, number>();
  for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
  return [...times].map(([word, count]) => (count === 1 ? word : `${word} × ${count}`));
}

/** Findings, and the journals of the first orders concerned; empty without findings. */
export function textOfFindings({ findings, evidence }: ScenarioResult): string {
  const orderIds = [...new Set(findings.flatMap(({ orderId }) => orderId ?? []))];
  return [
    ...violationLines(findings),
    ...orderIds.slice(0, shownJournals).flatMap((orderId) => [
      `  Journal of ${orderId}:`,
      ...(evidence.journal.get(orderId) ?? []).map(({ seq, at, type, clOrdId, execId, text }) => {
        const words = [seq, at.toISOString(), type, clOrdId, execId, text];
        return `    ${words.filter(Boolean).join(' ')}`;
      }),
    ]),
  ].join('\n');
}

function violationLines(findings: readonly Finding[]): string[] {
  const names = [...new Set(findings.map(({ invariant }) => invariant))];
  return names.flatMap((name) => {
    const found = findings.filter(({ invariant }) => invariant === name);
    return [
      `  VIOLATED: ${name} (${found.length})`,
      ...found
        .slice(0, shownPerInvariant)
        .map(({ orderId, text }) => `    ${orderId === undefined ? '' : `${orderId}: `}${text}`),
    ];
  });
}
