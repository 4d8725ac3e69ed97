import { ConflictException, Injectable } from '@nestjs/common';
import { Lanes } from '@ome/engine';
import { Leases } from '@ome/persistence';

/** Lets one request at a time close a position, whichever process has it. */
@Injectable()
export class ClosingGuard {
  private readonly lanes = new Lanes();

  constructor(private readonly leases: Leases) {}

  run<T>(positionId: string, work: () => Promise<T>): Promise<T> {
    const name = `close:${positionId}`;
    return this.lanes.run(name, async () => {
      if (!(await this.leases.hold(name))) {
        throw new ConflictException('Another request is closing this position; try again');
      }
      try {
        return await work();
      } finally {
        await this.leases.release(name);
      }
    });
  }
}
