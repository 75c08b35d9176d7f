import { operation } from '@/lib/console/openapi/operation';
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
