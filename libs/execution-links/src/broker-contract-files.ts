import { Readable } from 'node:stream';
import { type ContractFile, ContractFiles, type PriceUnit, type PublishedFile } from '@ome/engine';
import { BROKERS, brokerNamed } from './brokers';
import { unpacked } from './contract-archive';
import { MAX_ROWS } from './contract-file';

/** Every broker whose contract files can be read. */
export const CONTRACT_BROKERS: readonly string[] = BROKERS.map(({ name }) => name);

/** The contract files of all brokers. */
export class BrokerContractFiles extends ContractFiles {
  async *read(
    broker: string,
    file: PublishedFile,
    unit: PriceUnit | null,
  ): AsyncGenerator<ContractFile> {
    const { isContractFile, read } = brokerNamed(broker).contracts;
    let maxRows = MAX_ROWS;
    for await (const source of unpacked(file, isContractFile)) {
      const contents = await read({ ...source, maxRows }, unit);
      maxRows -= contents.rows.length + contents.faults.length;
      yield contents;
    }
  }

  asksForUnit(broker: string): boolean {
    return brokerNamed(broker).contracts.asksForUnit;
  }

  async *sample(broker: string): AsyncGenerator<ContractFile> {
    const { sample, read } = brokerNamed(broker).contracts;
    for (const { name, text } of sample) yield read({ name, content: Readable.from([text]) }, null);
  }
}
