import type { Connection, mongo } from 'mongoose';

const QUERIES = new Set(['find', 'aggregate', 'distinct', 'count']);
const WRITES = new Set(['update', 'delete', 'findAndModify']);
/** What belongs to the session or the transaction that a command was sent in. */
const NOT_EXPLAINED = new Set([
  ...['lsid', 'txnNumber', 'startTransaction', 'autocommit', 'readConcern', 'writeConcern'],
  ...['maxTimeMS', 'ordered'],
]);

/** A query, or the search for what a write is about. */
export interface SentQuery {
  name: string;
  collection: string;
  filter: mongo.Document;
  command: mongo.Document;
}

/** What the server did for a query. */
export interface QueryCost {
  stages: string[];
  examined: number;
  returned: number;
}

/** Watches the commands of a connection that was opened with `monitorCommands`. */
export class QueryMonitor {
  private sent: SentQuery[] = [];

  constructor(private readonly connection: Connection) {
    connection.getClient().on('commandStarted', ({ command }) => {
      this.sent.push(...queriesOf(command));
    });
  }

  /** What was sent since the last call. */
  take(): SentQuery[] {
    return this.sent.splice(0);
  }

  async explain({ command }: SentQuery): Promise<QueryCost> {
    const bare = Object.fromEntries(
      Object.entries(command).filter(([key]) => !key.startsWith('$') && !NOT_EXPLAINED.has(key)),
    );
    const explained = await this.connection.db!.command({
      explain: bare,
      verbosity: 'executionStats',
    });
    // Plans that were considered and not taken do not matter.
    const text = JSON.stringify(explained, (key, value: unknown) =>
      key === 'rejectedPlans' ? undefined : value,
    );
    const stages = [...text.matchAll(/"stage":"(\w+)"/g)].map(([, stage]) => stage);
    const { executionStats } = explained.stages?.[0].$cursor ?? explained;
    if (!executionStats) return costOfLookUps(explained.stages as mongo.Document[]);
    const { totalDocsExamined: examined, nReturned: returned } = executionStats;
    return { stages, examined, returned };
  }
}

/** A query with its values left out: `orders {"account":"?","createdAt":{"$lt":"?"}}`. */
export const shapeOf = ({ collection, filter }: SentQuery): string =>
  `${collection} ${JSON.stringify(withoutValues(filter))}`;

function withoutValues(value: unknown): unknown {
  if (Array.isArray(value)) {
    const shapes = value.map((each) => JSON.stringify(withoutValues(each)));
    return [...new Set(shapes)].map((shape) => JSON.parse(shape) as unknown);
  }
  if (value === null || typeof value !== 'object') return '?';
  if (value instanceof Date || value instanceof RegExp || '_bsontype' in value) return '?';
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(fields.map(([field, inner]) => [field, withoutValues(inner)]));
}

function queriesOf(command: mongo.Document): SentQuery[] {
  const [[name, of]] = Object.entries(command);
  const collection = typeof of === 'string' ? of : '';
  const one = (filter: mongo.Document = {}, sent = command): SentQuery => ({
    name,
    collection,
    command: sent,
    filter,
  });
  if (QUERIES.has(name)) {
    return name === 'aggregate' ? aggregated(command, one) : [one(command.filter ?? command.query)];
  }
  if (!WRITES.has(name)) return [];
  if (name === 'findAndModify') return [one(command.query)];
  const field = `${name}s`;
  return (command[field] as mongo.Document[]).map((each) =>
    one(each.q, { ...command, [field]: [each] }),
  );
}

/** Those that read the log or the server's own figures are no queries. */
function aggregated(
  { pipeline }: mongo.Document,
  one: (filter?: mongo.Document) => SentQuery,
): SentQuery[] {
  const [first] = pipeline as mongo.Document[];
  if ('$changeStream' in first || '$collStats' in first) return [];
  return [one(first.$match)];
}

/** Of values that a query gives, each looked up in a collection. */
function costOfLookUps(stages: mongo.Document[]): QueryCost {
  const lookUps = stages.filter(({ $lookup }) => $lookup);
  const sum = (field: string) => lookUps.reduce((total, stage) => total + Number(stage[field]), 0);
  return {
    stages: sum('collectionScans') > 0 ? ['COLLSCAN'] : [],
    examined: sum('totalDocsExamined'),
    returned: sum('nReturned'),
  };
}
