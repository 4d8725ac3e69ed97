import { domainLoaded } from '@ome/domain';
console.log('api', domainLoaded);
