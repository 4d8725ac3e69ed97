import { Readable } from 'node:stream';
import {
  ContractFiles,
  type ContractRows,
  countListed,
  type PriceUnit,
  type PublishedFile,
} from '@ome/engine';
import { BROKERS, brokerNamed } from './brokers';
import { unpacked } from './contract-archive';
import { type ContractSource, MAX_ROWS } from './contract-file';

/** Every broker whose contract files can be read. */
export const CONTRACT_BROKERS: readonly string[] = BROKERS.map(({ name }) => name);

/** The contract files of all brokers. */
export class BrokerContractFiles extends ContractFiles {
  async *read(
    broker: string,
    file: PublishedFile,
    unit: PriceUnit | null,
  ): AsyncGenerator<ContractRows> {
    const { isContractFile, read } = brokerNamed(broker).contracts;
    let maxRows = MAX_ROWS;
    async function* counted(source: ContractSource): ContractRows['rows'] {
      const file = yield* read({ ...source, maxRows }, unit);
      maxRows -= countListed([file]) + file.faults.length;
      return file;
    }
    for await (const source of unpacked(file, isContractFile)) {
      yield { name: source.name, rows: counted(source) };
    }
  }

  asksForUnit(broker: string): boolean {
    return brokerNamed(broker).contracts.asksForUnit;
  }

  *sample(broker: string, day: string): Generator<ContractRows> {
    const { sample, read } = brokerNamed(broker).contracts;
    for (const { name, text } of sample(day)) {
      yield { name, rows: read({ name, content: Readable.from([text]) }, null) };
    }
  }
}
