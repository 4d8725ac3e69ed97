import type { Finding, ScenarioResult } from './run-scenario';

const shownPerInvariant = 5;
const shownJournals = 3;

const say = (line = ''): void => void process.stdout.write(`${line}\n`);

export function printHeading(): void {
  say(row('scenario', 'orders', 'events', 'fills', 'load', 'rest', 'found', 'done; answers'));
}

/** A line of the table, and below it what was found. */
export function printResult(result: ScenarioResult): void {
  const { scenario, evidence, did, tally, findings, loadMs, restMs } = result;
  const events = [...evidence.journal.values()].flat();
  const answers = [...tally].map(([status, count]) => `${status}: ${count}`).join(', ');
  say(
    row(
      scenario.name,
      String(evidence.placed.length),
      String(events.length),
      String(events.filter(({ type }) => type === 'Trade').length),
      seconds(loadMs),
      seconds(restMs),
      findings.length === 0 ? 'nothing' : String(findings.length),
      [...counted(did), answers].join('; '),
    ),
  );
  printFindings(result);
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

const row = (name: string, ...cells: string[]): string =>
  [name.padEnd(12), ...cells.slice(0, -1).map((cell) => cell.padStart(8)), cells.at(-1)].join('  ');

/** The same words said several times, said once with how often. */
function counted(words: readonly string[]): string[] {
  const times = new Map<string, number>();
  for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
  return [...times].map(([word, count]) => (count === 1 ? word : `${word} × ${count}`));
}

function printFindings({ findings, evidence }: ScenarioResult): void {
  const byInvariant = new Map<string, Finding[]>();
  for (const finding of findings) {
    byInvariant.set(finding.invariant, [...(byInvariant.get(finding.invariant) ?? []), finding]);
  }
  for (const [invariant, found] of byInvariant) {
    say(`  VIOLATED: ${invariant} (${found.length})`);
    for (const { orderId, text } of found.slice(0, shownPerInvariant)) {
      say(`    ${orderId ? `${orderId}: ` : ''}${text}`);
    }
  }
  const orderIds = findings.flatMap(({ orderId }) => orderId ?? []);
  for (const orderId of [...new Set(orderIds)].slice(0, shownJournals)) {
    say(`  Journal of ${orderId}:`);
    for (const event of evidence.journal.get(orderId) ?? []) {
      const { seq, type, at, clOrdId, execId, text } = event;
      say(
        `    ${seq} ${at.toISOString()} ${[type, clOrdId, execId, text].filter(Boolean).join(' ')}`,
      );
    }
  }
}
