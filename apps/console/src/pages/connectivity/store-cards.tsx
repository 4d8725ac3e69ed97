import type { MongoConnectivityView, RedisConnectivityView } from '@ome/contracts';
import { FactList } from '../../feedback/fact-list';
import { ConnectionCard, type Shown } from './connection-card';

const HOUR_SECONDS = 3_600;
const MEBIBYTE = 1_048_576;

const milliseconds = (ms: number | null): string | null =>
  ms === null ? null : `${ms.toFixed(1)} ms`;
const mebibytes = (bytes: number | null): string | null =>
  bytes === null ? null : `${(bytes / MEBIBYTE).toFixed(1)} MiB`;

export function MongoCard({ mongodb, ...shown }: Shown & { mongodb: MongoConnectivityView }) {
  const { state, latencyMs, setName, primary, members, oplogWindowSeconds } = mongodb;
  return (
    <ConnectionCard {...shown} name="MongoDB" state={state}>
      <FactList
        facts={[
          ['Ping', milliseconds(latencyMs)],
          ['Replica set', setName],
          ['Primary', primary],
          [
            'Oplog window',
            oplogWindowSeconds === null
              ? null
              : `${(oplogWindowSeconds / HOUR_SECONDS).toFixed(1)} h`,
          ],
          ...(members ?? []).map(
            ({ name, state: role, healthy, lagSeconds }) =>
              [
                name,
                `${role}${healthy ? '' : ', unhealthy'}${lagSeconds ? `, ${lagSeconds} s behind` : ''}`,
              ] as const,
          ),
        ]}
      />
    </ConnectionCard>
  );
}

export function RedisCard({ redis, ...shown }: Shown & { redis: RedisConnectivityView }) {
  const { state, latencyMs, usedMemoryBytes, maxMemoryBytes, connectedClients } = redis;
  return (
    <ConnectionCard {...shown} name="Redis" state={state}>
      <FactList
        facts={[
          ['Ping', milliseconds(latencyMs)],
          ['Memory', mebibytes(usedMemoryBytes)],
          ['At most', mebibytes(maxMemoryBytes) ?? 'no limit'],
          ['Clients', connectedClients],
        ]}
      />
    </ConnectionCard>
  );
}
