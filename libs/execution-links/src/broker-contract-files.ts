import { Readable } from 'node:stream';
import {
  type ContractBroker,
  type ContractFile,
  ContractFiles,
  type PriceUnit,
  type PublishedFile,
} from '@ome/engine';
import { isSecurityMaster, readSecurityMaster } from './breeze/security-master';
import { BREEZE_SAMPLE } from './breeze/test-data/security-master.sample';
import { baseName, unpacked } from './contract-archive';
import type { ContractSource, SampleFile } from './contract-file';
import { readScripMaster } from './flattrade/scrip-master';
import { FLATTRADE_SAMPLE } from './flattrade/test-data/scrip-master.sample';

interface BrokerFiles {
  /** By the name in an archive. */
  isContractFile: (name: string) => boolean;
  read: (source: ContractSource, unit: PriceUnit | null) => Promise<ContractFile>;
  sample: readonly SampleFile[];
}

const BROKER_FILES: Readonly<Record<ContractBroker, BrokerFiles>> = {
  flattrade: {
    // Archives made on a Mac hold a hidden file beside each.
    isContractFile: (name) => /^[^.].*\.csv$/i.test(baseName(name)),
    read: readScripMaster,
    sample: FLATTRADE_SAMPLE,
  },
  breeze: { isContractFile: isSecurityMaster, read: readSecurityMaster, sample: BREEZE_SAMPLE },
};

/** Every broker whose contract files can be read. */
export const CONTRACT_BROKERS = Object.keys(BROKER_FILES) as ContractBroker[];

/** The contract files of Flattrade and Breeze. */
export class BrokerContractFiles extends ContractFiles {
  async *read(
    broker: ContractBroker,
    file: PublishedFile,
    unit: PriceUnit | null,
  ): AsyncGenerator<ContractFile> {
    const { isContractFile, read } = BROKER_FILES[broker];
    for await (const source of unpacked(file, isContractFile)) yield read(source, unit);
  }

  async *sample(broker: ContractBroker): AsyncGenerator<ContractFile> {
    const { sample, read } = BROKER_FILES[broker];
    for (const { name, text } of sample) yield read({ name, content: Readable.from([text]) }, null);
  }
}
