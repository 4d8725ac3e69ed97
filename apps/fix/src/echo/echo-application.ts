import {
  type Dictionary,
  type Field,
  fieldsText,
  type FixApplication,
  type FixMessage,
  type OutgoingMessage,
} from '@ome/fix';

const ECHOED = new Set(['D', 'd', 'C']);
/** Given anew to every message. */
const OF_THE_SESSION = new Set([8, 9, 10, 34, 35, 43, 49, 52, 56, 122]);

/**
 * The application of the session tests: sends orders, security definitions and emails back as they
 * came, the fields of the body by ascending tag.
 */
export class EchoApplication implements FixApplication {
  private readonly seen = new Set<string>();

  constructor(
    private readonly dictionary: Dictionary,
    private readonly applVerId: string | null,
  ) {}

  logon(): null {
    return null;
  }

  loggedOn(): void {
    this.seen.clear();
  }

  message(message: FixMessage): OutgoingMessage[] {
    if (!ECHOED.has(message.type)) return [this.unsupported(message)];
    const id = message.get(11);
    if (id !== undefined) {
      if (message.get(97) === 'Y' && this.seen.has(id)) return [];
      this.seen.add(id);
    }
    return [this.echo(message)];
  }

  private echo({ type, tags, values }: FixMessage): OutgoingMessage {
    const groups = this.dictionary.message(type)?.members.groups;
    const header: Field[] = [];
    const body: Field[][] = [];
    for (let at = 0; at < tags.length; at += 1) {
      const tag = tags[at];
      if (OF_THE_SESSION.has(tag) || this.dictionary.isTrailer(tag)) continue;
      const field: Field = [tag, values[at]];
      if (this.dictionary.isHeader(tag)) {
        header.push(field);
        continue;
      }
      const entry = [field];
      const group = groups?.get(tag);
      while (group?.tags.has(tags[at + 1])) {
        at += 1;
        entry.push([tags[at], values[at]]);
      }
      body.push(entry);
    }
    body.sort(([left], [right]) => left[0] - right[0]);
    return { type, header, body: fieldsText(body.flat()) };
  }

  private unsupported(message: FixMessage): OutgoingMessage {
    const body: Field[] = [
      [45, message.seq],
      [58, 'Unsupported Message Type'],
      [372, message.type],
      [380, 3],
      [1137, this.applVerId],
    ];
    return { type: 'j', body };
  }
}
