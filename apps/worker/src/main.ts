import { domainLoaded } from '@ome/domain';
console.log('worker', domainLoaded);
