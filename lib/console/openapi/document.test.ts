import { describe, expect, it } from 'vitest';
import { openApiDocument } from '@/lib/console/openapi/document';
import { operations } from '@/lib/console/openapi/operations';

const document = openApiDocument();
const text = JSON.stringify(document);
const schemas: Record<string, { required?: string[]; properties?: Record<string, unknown> }> = Object(
  document.components['schemas'],
);

describe('the OpenAPI description', () => {
  it('tells every operation under an id of its own', () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((one) => one.operationId),
    );
    expect(ids).toHaveLength(operations.length);
    expect(new Set(ids).size).toBe(operations.length);
  });

  it('refers to nothing that it does not tell', () => {
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target);
    const told = Object.keys(schemas).map((name) => `#/components/schemas/${name}`);
    expect(references.length).toBeGreaterThan(50);
    expect(references.filter((target) => target !== undefined && !told.includes(target))).toEqual([]);
  });

  it('names every parameter of a path as one', () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters } of Object.values(methods)) {
        expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(names);
      }
    }
  });

  it('asks for in a body what is not said elsewhere', () => {
    const { requestBody, parameters } = document.paths['/devices/{deviceId}/commands']?.['post'] ?? {};
    const schema: { properties?: object; required?: string[] } = requestBody?.content['application/json']?.schema ?? {};
    expect(Object.keys(schema.properties ?? {})).toEqual(['kind', 'reason', 'confirmName']);
    expect(schema.required).toEqual(['kind', 'reason']);
    expect(parameters?.map(({ name }) => name)).toEqual(['deviceId', 'Idempotency-Key']);
  });

  it('tells a list in a query as an array, joined by commas', () => {
    const state = document.paths['/devices']?.['get']?.parameters.find(({ name }) => name === 'state');
    expect(state).toMatchObject({
      in: 'query',
      required: false,
      style: 'form',
      explode: false,
      schema: { type: 'array' },
    });
  });

  it('lets a request leave out what has a default, and promises it in the answer', () => {
    const body = document.paths['/policies']?.['post']?.requestBody?.content['application/json']?.schema;
    expect(body).toMatchObject({ required: ['name', 'settings'] });
    expect(schemas['PolicyView']?.required).toContain('allowNonProvisionable');
    expect(schemas['PolicySettings']?.required).toContain('DevicePasswordEnabled');
  });

  it('leaves room for further fields in an answer', () => {
    expect(JSON.stringify(schemas)).not.toContain('"additionalProperties":false');
  });

  it('tells who may call what', () => {
    expect(document.paths['/devices/{deviceId}/commands']?.['post']?.['x-roles']).toEqual([
      'administrator',
      'helpdesk',
    ]);
    expect(document.paths['/links/{token}']?.['get']).toMatchObject({ security: [], 'x-roles': [] });
  });

  it('tells the refusals by their codes', () => {
    const responses = document.paths['/commands/{commandId}/cancel']?.['post']?.responses ?? {};
    expect(Object.keys(responses)).toEqual(['200', '401', '403', '404', '409', '413', '415', '422', '500', '503']);
    expect(responses['409']?.description).toContain('`command_not_cancellable`');
  });

  it('opens to callers without a session only what is for them', () => {
    const open = operations.filter(({ access }) => access === 'public').map(({ id }) => id);
    expect(open.sort((a, b) => a.localeCompare(b))).toEqual(['getOpenApi', 'previewLink', 'redeemLink']);
  });
});
