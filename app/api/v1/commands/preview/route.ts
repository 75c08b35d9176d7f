import { resource, route } from '@/lib/console/http/route';
import { previewCommandsOperation } from '@/lib/console/openapi/operations/commands';
import { previewCommands } from '@/lib/domain/commands/preview-commands';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ POST: route(previewCommandsOperation, previewCommands) });
