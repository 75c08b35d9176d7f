import { unknownResource } from '@/lib/console/http/route';

/** Every address below `/api` that is none. */
export const { GET, POST, PUT, PATCH, DELETE } = unknownResource;
