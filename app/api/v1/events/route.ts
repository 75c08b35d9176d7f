import { streamEvents } from '@/lib/console/events/event-stream';
import { answer } from '@/lib/console/http/answer';
import { resource } from '@/lib/console/http/route';
import { streamEventsOperation } from '@/lib/console/openapi/operations/console';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ GET: answer(streamEventsOperation, streamEvents) });
