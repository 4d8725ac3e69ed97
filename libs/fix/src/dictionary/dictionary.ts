import type { FixMessage } from '../codec/fix-message';
import { type Fault, FaultReason } from './fault';
import { type FieldType, isKnownValue, isWellFormed } from './field-type';
import { type Members, NO_MEMBERS, parseMembers } from './members';

export interface MessageType {
  type: string;
  name: string;
  isAdmin: boolean;
  members: Members;
}

interface DictionaryContent {
  fields: ReadonlyMap<number, FieldType>;
  messages: ReadonlyMap<string, MessageType>;
  header: Members;
  trailer: Members;
}

/** The allowed contents of the messages of one FIX version; finds a message's fault. */
export class Dictionary {
  private constructor(
    private readonly content: DictionaryContent,
    /** Describes session messages, if transport and application have separate dictionaries. */
    private readonly session: Dictionary | null,
  ) {}

  static parse(text: string): Dictionary {
    return new Dictionary(parseDictionary(text), null);
  }

  /** Application messages in the envelope of another dictionary: FIX 5.0 over FIXT 1.1. */
  static over(session: Dictionary, text: string): Dictionary {
    const { fields, messages } = parseDictionary(text);
    const { header, trailer } = session.content;
    const allFields = new Map([...fields, ...session.content.fields]);
    return new Dictionary({ fields: allFields, messages, header, trailer }, session);
  }

  isHeader = (tag: number): boolean => this.content.header.tags.has(tag);

  isTrailer = (tag: number): boolean => this.content.trailer.tags.has(tag);

  message(type: string): MessageType | undefined {
    return this.content.messages.get(type) ?? this.session?.message(type);
  }

  field(tag: number): FieldType | undefined {
    return this.content.fields.get(tag);
  }

  /** The first fault of a message; null if it conforms to the dictionary. */
  fault(message: FixMessage): Fault | null {
    if (this.session?.content.messages.has(message.type)) return this.session.fault(message);
    const known = this.content.messages.get(message.type);
    if (!known) return { reason: FaultReason.InvalidMsgType };
    return this.orderFault(message) ?? this.contentFault(message, known.members);
  }

  /** Header, body, trailer: their fields must not mix. */
  private orderFault({ tags }: FixMessage): Fault | null {
    let part: 'header' | 'body' | 'trailer' = 'header';
    for (const tag of tags) {
      if (this.isTrailer(tag)) part = 'trailer';
      else if (part === 'trailer') return { reason: FaultReason.TagOutOfOrder, tag };
      else if (!this.isHeader(tag)) part = 'body';
      else if (part === 'body') return { reason: FaultReason.TagOutOfOrder, tag };
    }
    return null;
  }

  private contentFault({ tags, values }: FixMessage, members: Members): Fault | null {
    const seen = new Set<number>();
    for (let at = 0; at < tags.length; at += 1) {
      const tag = tags[at];
      const value = values[at];
      const field = this.field(tag);
      if (!field) return { reason: FaultReason.InvalidTagNumber, tag };
      if (value === '') return { reason: FaultReason.TagWithoutValue, tag };
      const isEnvelope = this.isHeader(tag) || this.isTrailer(tag);
      if (!isEnvelope && !members.tags.has(tag)) {
        return { reason: FaultReason.TagNotDefinedForMessage, tag };
      }
      if (seen.has(tag)) return { reason: FaultReason.TagAppearsTwice, tag };
      seen.add(tag);
      const fault = valueFault(field, value);
      if (fault) return fault;
      const group = members.groups.get(tag);
      if (!group) continue;
      const behind = this.groupEnd(group, tags, values, at);
      if (typeof behind === 'object') return behind;
      at = behind - 1;
    }
    const { header } = this.content;
    const missing = [...header.required, ...members.required].find((tag) => !seen.has(tag));
    return missing === undefined ? null : { reason: FaultReason.RequiredTagMissing, tag: missing };
  }

  /** Checks that it is a group before checking its contents. */
  private groupEnd(
    group: Members,
    tags: readonly number[],
    values: readonly string[],
    countAt: number,
  ): number | Fault {
    const outline = this.group(group, tags, values, countAt, false);
    return typeof outline === 'object' ? outline : this.group(group, tags, values, countAt, true);
  }

  /** The index after the group whose count is at `countAt`, or its fault. */
  private group(
    group: Members,
    tags: readonly number[],
    values: readonly string[],
    countAt: number,
    checksContent: boolean,
  ): number | Fault {
    const wrongCount: Fault = { reason: FaultReason.IncorrectGroupCount, tag: tags[countAt] };
    const [first] = group.tags;
    let at = countAt + 1;
    let entries = 0;
    while (at < tags.length && group.tags.has(tags[at])) {
      if (tags[at] !== first) return wrongCount;
      entries += 1;
      const seen = new Set<number>();
      do {
        const tag = tags[at];
        seen.add(tag);
        const fault = checksContent && this.fieldFault(tag, values[at]);
        if (fault) return fault;
        const inner = group.groups.get(tag);
        at += 1;
        if (!inner) continue;
        const end = this.group(inner, tags, values, at - 1, checksContent);
        if (typeof end === 'object') return end;
        at = end;
      } while (at < tags.length && group.tags.has(tags[at]) && !seen.has(tags[at]));
      const missing = checksContent && group.required.find((tag) => !seen.has(tag));
      if (missing) return { reason: FaultReason.RequiredTagMissing, tag: missing };
    }
    return entries === Number(values[countAt]) ? at : wrongCount;
  }

  private fieldFault(tag: number, value: string): Fault | null {
    if (value === '') return { reason: FaultReason.TagWithoutValue, tag };
    const field = this.field(tag);
    return field ? valueFault(field, value) : { reason: FaultReason.InvalidTagNumber, tag };
  }
}

function valueFault(field: FieldType, value: string): Fault | null {
  const { tag } = field;
  if (!isKnownValue(field, value)) return { reason: FaultReason.ValueIncorrect, tag };
  return isWellFormed(field, value) ? null : { reason: FaultReason.IncorrectDataFormat, tag };
}

const SECTIONS = ['fields', 'components', 'header', 'trailer', 'messages'] as const;
type Section = (typeof SECTIONS)[number];

/** Reads the form that `dictionary-from-quickfix.mjs` describes. */
function parseDictionary(text: string): DictionaryContent {
  const lines = sections(text);
  const components = new Map(lines.components.map((line) => headAndRest(line)));
  const membersOf = (members: string): Members => parseMembers(members, components);
  const messages = lines.messages.map((line): MessageType => {
    const [type = '', category, name = '', ...members] = line.split(' ');
    return { type, name, isAdmin: category === 'admin', members: membersOf(members.join(' ')) };
  });
  const [header, trailer] = [lines.header[0], lines.trailer[0]];
  return {
    fields: new Map(lines.fields.map(parseField).map((field) => [field.tag, field])),
    messages: new Map(messages.map((message) => [message.type, message])),
    header: header ? membersOf(header) : NO_MEMBERS,
    trailer: trailer ? membersOf(trailer) : NO_MEMBERS,
  };
}

function sections(text: string): Record<Section, string[]> {
  const found = { fields: [], components: [], header: [], trailer: [], messages: [] };
  let lines: string[] = [];
  for (const line of text.split('\n')) {
    const section = SECTIONS.find((name) => name === line);
    if (section) lines = found[section];
    else if (line !== '') lines.push(line);
  }
  return found;
}

function headAndRest(line: string): [head: string, rest: string] {
  const space = line.indexOf(' ');
  return space < 0 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)];
}

function parseField(line: string): FieldType {
  const [tag, name = '', type = '', ...values] = line.split(' ');
  return { tag: Number(tag), name, type, values: values.length > 0 ? new Set(values) : null };
}
