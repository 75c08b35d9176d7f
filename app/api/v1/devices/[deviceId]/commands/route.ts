import { resource, route } from '@/lib/console/http/route';
import { listCommandsOperation, queueCommandOperation } from '@/lib/console/openapi/operations/commands';
import { listCommands } from '@/lib/domain/commands/list-commands';
import { queueCommand } from '@/lib/domain/commands/queue-command';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: route(listCommandsOperation, listCommands),
  POST: route(queueCommandOperation, queueCommand),
});
