import { resource, route } from '@/lib/console/http/route';
import { getCommandOperation } from '@/lib/console/openapi/operations/commands';
import { getCommand } from '@/lib/domain/commands/get-command';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ GET: route(getCommandOperation, getCommand) });
