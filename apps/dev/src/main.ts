import { domainLoaded } from '@ome/domain';
console.log('dev', domainLoaded);
