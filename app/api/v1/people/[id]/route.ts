import { resource, route } from '@/lib/console/http/route';
import { updatePersonOperation } from '@/lib/console/openapi/operations/people';
import { updatePerson } from '@/lib/domain/people/update-person';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ PATCH: route(updatePersonOperation, updatePerson) });
