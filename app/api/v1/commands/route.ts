import { resource, route } from '@/lib/console/http/route';
import { queueCommandsOperation } from '@/lib/console/openapi/operations/commands';
import { queueCommands } from '@/lib/domain/commands/queue-commands';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ POST: route(queueCommandsOperation, queueCommands) });
