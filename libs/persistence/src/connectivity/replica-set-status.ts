import type { MongoMemberView } from '@ome/contracts';
import type { Connection, mongo } from 'mongoose';

const PRIMARY = 'PRIMARY';

export interface ReplicaSetView {
  setName: string | null;
  primary: string | null;
  /** Null if the database user lacks the privilege. */
  members: MongoMemberView[] | null;
  oplogWindowSeconds: number | null;
}

interface Member {
  name: string;
  stateStr: string;
  health: number;
  optimeDate?: Date;
}

/** Reads the state of the replica set from MongoDB. */
export class ReplicaSetStatus {
  constructor(private readonly connection: Connection) {}

  async ask(): Promise<ReplicaSetView> {
    const [hello, members, oplogWindowSeconds] = await Promise.all([
      this.connection.db!.command({ hello: 1 }),
      this.members().catch(() => null),
      this.oplogWindow().catch(() => null),
    ]);
    return {
      setName: (hello.setName as string | undefined) ?? null,
      primary: (hello.primary as string | undefined) ?? null,
      members,
      oplogWindowSeconds,
    };
  }

  private async members(): Promise<MongoMemberView[]> {
    const status = await this.client.db('admin').command({ replSetGetStatus: 1 });
    const members = status.members as Member[];
    const ahead = members.find(({ stateStr }) => stateStr === PRIMARY)?.optimeDate;
    return members.map(({ name, stateStr, health, optimeDate }) => ({
      name,
      state: stateStr,
      healthy: health === 1,
      lagSeconds:
        ahead && optimeDate ? Math.max(0, (ahead.getTime() - optimeDate.getTime()) / 1_000) : null,
    }));
  }

  /** Seconds between the oldest and the newest oplog entry, in their order on disk. */
  private async oplogWindow(): Promise<number | null> {
    const oplog = this.client.db('local').collection<{ wall: Date }>('oplog.rs');
    const end = async ($natural: 1 | -1) => {
      const options = { sort: { $natural }, projection: { wall: 1 } } as const;
      return (await oplog.findOne({}, options))?.wall;
    };
    const [oldest, newest] = await Promise.all([end(1), end(-1)]);
    return oldest && newest ? (newest.getTime() - oldest.getTime()) / 1_000 : null;
  }

  private get client(): mongo.MongoClient {
    return this.connection.getClient();
  }
}
