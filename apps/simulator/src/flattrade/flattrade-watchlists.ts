import { Injectable } from '@nestjs/common';
import type { BrokerAccount } from '../brokers/broker-account';
import type { Caller } from './caller';
import { FlattradeListings } from './flattrade-listings';
import { required } from './jdata';
import { Emsg, NotOk, type Reply } from './replies';

/** Every user has these from the start. */
const NAMES = ['1', '2', '3', '4', '5'];

/** Lists of instruments that the broker keeps for a user. @throws NotOk */
@Injectable()
export class FlattradeWatchlists {
  /** Keys such as `NSE|22`, by list. */
  private readonly lists = new Map<BrokerAccount, Map<string, Set<string>>>();

  constructor(private readonly listings: FlattradeListings) {}

  names({ account }: Caller): Reply {
    return { values: [...this.of(account).keys()] };
  }

  view({ account, fields }: Caller): Reply {
    const keys = [...this.named(account, fields.wlname)];
    if (keys.length === 0) throw new NotOk(Emsg.noData);
    return { values: keys.map((key) => this.row(key)) };
  }

  add({ account, fields }: Caller): Reply {
    const list = this.named(account, fields.wlname);
    const keys = required(fields, 'scrips').split('#');
    for (const key of keys) this.row(key);
    for (const key of keys) list.add(key);
    return {};
  }

  remove({ account, fields }: Caller): Reply {
    const list = this.named(account, fields.wlname);
    for (const key of required(fields, 'scrips').split('#')) list.delete(key);
    return {};
  }

  private row(key: string): Record<string, string> {
    const [exch, token] = key.split('|');
    const { tsym, fields } = this.listings.byToken(exch, token ?? '');
    const { pp, ti, ls } = fields;
    return { exch, token, tsym, pp, ti, ls };
  }

  private named(account: BrokerAccount, name: string | undefined): Set<string> {
    const list = this.of(account).get(name ?? '');
    if (!list) throw new NotOk(Emsg.invalidInput);
    return list;
  }

  private of(account: BrokerAccount): Map<string, Set<string>> {
    const known =
      this.lists.get(account) ?? new Map(NAMES.map((name) => [name, new Set<string>()]));
    this.lists.set(account, known);
    return known;
  }
}
