import { z } from 'zod';
import { operation } from '@/lib/console/openapi/operation';
import { Overview } from '@/lib/domain/overview/contract';

export const getOverviewOperation = operation({
  id: 'getOverview',
  method: 'GET',
  path: '/overview',
  tag: 'overview',
  summary: 'Tells how things stand and what needs a look',
  access: 'device:read',
  output: Overview,
});

export const streamEventsOperation = operation({
  id: 'streamEvents',
  method: 'GET',
  path: '/events',
  tag: 'events',
  summary: 'Streams what changes, as server-sent events',
  description:
    'Event `change` carries a topic and, if it is about one thing, its id; topics the caller may not read are left out. After `resync` anything may have changed. `end` is the last event of a session that is over.',
  access: 'signed_in',
  media: ['text/event-stream'],
});

export const getOpenApiOperation = operation({
  id: 'getOpenApi',
  method: 'GET',
  path: '/openapi.json',
  tag: 'description',
  summary: 'Gets this description',
  access: 'public',
  output: z.record(z.string(), z.unknown()),
});
