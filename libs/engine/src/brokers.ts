import type { BrokerLink } from './broker-ports';
import { ExecutionLinks } from './execution-links';

/** The broker sessions of the engine. */
export class Brokers extends ExecutionLinks<BrokerLink> {
  /** By the broker's own client code, or by an account that trades there. */
  session(link: string, account: string): BrokerLink | undefined {
    const own = this.all.find(({ name, session }) => name === link && session === account);
    return own ?? this.linkFor({ link, account });
  }
}
