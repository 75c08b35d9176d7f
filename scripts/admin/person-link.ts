import type { StartConfig } from '@/lib/config/start-config';
import type { LinkIssued } from '@/lib/domain/people/contract';
import { addressesOf } from '../start/addresses';
import type { Answer } from './command';

/** A one-time link as it is given to a person: the address alone on standard output, so that a script can take it. */
export function personLink(config: StartConfig, link: LinkIssued): Answer {
  const url = `${addressesOf(config).console}/join/${link.token}`;
  return { text: url, json: { id: link.id, url, expiresAt: link.expiresAt } };
}
