import { resource, route } from '@/lib/console/http/route';
import { cancelCommandOperation } from '@/lib/console/openapi/operations/commands';
import { cancelCommand } from '@/lib/domain/commands/cancel-command';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ POST: route(cancelCommandOperation, cancelCommand) });
