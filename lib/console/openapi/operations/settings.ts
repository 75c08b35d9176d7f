import { operation } from '@/lib/console/openapi/operation';
import { AddressCheck, AddressPlan } from '@/lib/domain/addresses/contract';
import { MailServerList } from '@/lib/domain/mail-servers/contract';

const tag = 'settings';

export const listMailServersOperation = operation({
  id: 'listMailServers',
  method: 'GET',
  path: '/settings/mail-servers',
  tag,
  summary: 'Lists the mail servers and how the engine last fared with each',
  description:
    'The engine writes it down when it changes, at most every 30 seconds, and every few minutes while a server is used. None if the demo takes their place.',
  access: 'setting:read',
  output: MailServerList,
});

export const getAddressesOperation = operation({
  id: 'getAddresses',
  method: 'GET',
  path: '/settings/addresses',
  tag,
  summary: 'Lists the DNS records that let phones find the server by the mail address',
  description: 'For the host of PUBLIC_URL and the domain of every known mailbox, at most 20 domains.',
  access: 'setting:read',
  output: AddressPlan,
});

export const checkAddressesOperation = operation({
  id: 'checkAddresses',
  method: 'POST',
  path: '/settings/addresses/check',
  tag,
  summary: 'Looks those records up, and the certificate of the public address',
  description: 'Takes some seconds at most. What DNS does not answer is `unknown`.',
  access: 'setting:read',
  output: AddressCheck,
});
