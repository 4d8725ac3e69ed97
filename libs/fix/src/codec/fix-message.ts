import { checksum } from './checksum';
import type { Members } from '../dictionary/members';
import { type Field, fieldsText, SOH } from './field';

const TAG = /^-?\d+$/;

/** Fields of a message, or of one entry of a repeating group, in order of arrival. */
export class FixFields {
  protected constructor(
    readonly tags: readonly number[],
    readonly values: readonly string[],
  ) {}

  /** The first field with that tag; undefined if there is none. */
  get(tag: number): string | undefined {
    const at = this.tags.indexOf(tag);
    return at < 0 ? undefined : this.values[at];
  }

  /** The entries of the repeating group whose count is in that field. */
  group(countTag: number, members: Members): FixFields[] {
    const [first] = members.tags;
    const entries: FixFields[] = [];
    let at = this.tags.indexOf(countTag) + 1;
    while (this.tags[at] === first) {
      let end = at + 1;
      while (this.tags[end] !== first && isMember(members, this.tags[end])) end += 1;
      entries.push(new FixFields(this.tags.slice(at, end), this.values.slice(at, end)));
      at = end;
    }
    return entries;
  }
}

const isMember = ({ tags, groups }: Members, tag: number): boolean =>
  tags.has(tag) || [...groups.values()].some((inner) => isMember(inner, tag));

/** A whole message. */
export class FixMessage extends FixFields {
  /**
   * Null if the text is garbled: a field without a tag, or a header that does not begin as FIX
   * requires.
   */
  static parse(text: string): FixMessage | null {
    const tags: number[] = [];
    const values: string[] = [];
    for (let at = 0; at < text.length;) {
      const equals = text.indexOf('=', at);
      const end = text.indexOf(SOH, at);
      if (end < 0 || equals < 0 || equals > end) return null;
      const tag = text.slice(at, equals);
      if (!TAG.test(tag)) return null;
      tags.push(Number(tag));
      values.push(text.slice(equals + 1, end));
      at = end + 1;
    }
    const isFix = tags[0] === 8 && tags[1] === 9 && tags[2] === 35;
    return isFix ? new FixMessage(tags, values) : null;
  }

  /** MsgType (35). */
  get type(): string {
    return this.values[2];
  }

  /** MsgSeqNum (34); NaN if it is missing or not a number. */
  get seq(): number {
    const text = this.get(34);
    return text === undefined || text === '' ? Number.NaN : Number(text);
  }

  /** PossDupFlag (43): sent before under this number. */
  get isPossDup(): boolean {
    return this.get(43) === 'Y';
  }
}

/**
 * A message in wire format.
 *
 * @param header everything between BodyLength and the body, MsgType first
 * @param body fields as text, each ended by SOH
 */
export function messageText(beginString: string, header: readonly Field[], body: string): string {
  const rest = `${fieldsText(header)}${body}`;
  const text = `8=${beginString}${SOH}9=${rest.length}${SOH}${rest}`;
  return `${text}10=${checksum(text)}${SOH}`;
}
