import { domainLoaded } from '@ome/domain';
console.log('simulator', domainLoaded);
