import { OFFICIAL_CLIENTS } from './clients';
import type { JudgedCall, Recording } from './recording';

const INTRODUCTION = `# The brokers' own clients

What the clients that the brokers publish find at the [simulator](simulator.md), unmodified but for
addresses, each of their documented calls once. \`npm run judges\` runs them: it fetches them, or takes
them from the folder that \`JUDGES_DIR\` names, one folder for each repository or package. The clients
in Python need Python 3 with requests, websocket-client, python-socketio and pandas; \`JUDGES_PYTHON\`
names another than \`python3\`. What they sent and were answered, calls as well as the messages of their
websockets, is kept beside the simulator, and every test run sends it again.
`;

/** The page about all clients. */
export function pageOf(recordings: readonly Recording[]): string {
  const parts = OFFICIAL_CLIENTS.flatMap((client) => {
    const recording = recordings.find((each) => each.client === client.name);
    if (!recording) return [];
    const source = 'package' in client.source ? client.source.package : client.source.repository;
    const rows = recording.calls.map((call) => [call.call, ...verdictOf(client.exceptions, call)]);
    return [`## ${source}\n`, tableOf([['call', 'here', 'why'], ...rows])];
  });
  return [INTRODUCTION, ...parts].join('\n');
}

function verdictOf(
  exceptions: Readonly<Record<string, readonly [string, string]>>,
  { call, ok }: JudgedCall,
): readonly string[] {
  return ok ? ['works', ''] : (exceptions[call] ?? ['missing', 'not known']);
}

/** Columns are as wide as their widest cell, as the formatter of this project wants them. */
function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const padded = rows.map((row) => line(row.map((cell, at) => cell.padEnd(widths[at]))));
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return [padded[0], rule, ...padded.slice(1), ''].join('\n');
}
