import { resource, route } from '@/lib/console/http/route';
import { invitePersonOperation } from '@/lib/console/openapi/operations/people';
import { invitePerson } from '@/lib/domain/people/invite-person';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ POST: route(invitePersonOperation, invitePerson) });
