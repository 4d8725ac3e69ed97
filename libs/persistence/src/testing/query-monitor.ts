import type { Connection, mongo } from 'mongoose';

const QUERIES = new Set(['find', 'aggregate', 'distinct', 'count']);
const WRITES = new Set(['update', 'delete', 'findAndModify']);
/** Fields of the session or transaction of a command. */
const NOT_EXPLAINED = new Set([
  ...['lsid', 'txnNumber', 'startTransaction', 'autocommit', 'readConcern', 'writeConcern'],
  ...['maxTimeMS', 'ordered'],
]);

/** A query, or the filter of a write. */
export interface SentQuery {
  name: string;
  collection: string;
  filter: mongo.Document;
  command: mongo.Document;
}

/** What the server examined for a query. */
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

  /** The queries since the last call. */
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

/** Pipelines that read the oplog or statistics of the server are not queries. */
function aggregated(
  { pipeline }: mongo.Document,
  one: (filter?: mongo.Document) => SentQuery,
): SentQuery[] {
  const [first] = pipeline as mongo.Document[];
  if ('$changeStream' in first || '$collStats' in first) return [];
  return [one(first.$match)];
}

/** The cost of a `$lookup` per value of a query. */
function costOfLookUps(stages: mongo.Document[]): QueryCost {
  const lookUps = stages.filter(({ $lookup }) => $lookup);
  const sum = (field: string) => lookUps.reduce((total, stage) => total + Number(stage[field]), 0);
  return {
    stages: sum('collectionScans') > 0 ? ['COLLSCAN'] : [],
    examined: sum('totalDocsExamined'),
    returned: sum('nReturned'),
  };
}
