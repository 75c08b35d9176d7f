import { resource, route } from '@/lib/console/http/route';
import { listPeopleOperation } from '@/lib/console/openapi/operations/people';
import { listPeople } from '@/lib/domain/people/list-people';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ GET: route(listPeopleOperation, listPeople) });
