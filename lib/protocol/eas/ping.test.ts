import { describe, expect, it } from 'vitest';
import { readPingRequest, readPingResponse, writePingRequest, writePingResponse } from '@/lib/protocol/eas/ping';
import { el } from '@/lib/protocol/wbxml/element';
import { vector } from '@/lib/protocol/wbxml/testdata/vector';

const request = {
  heartbeatSeconds: 480,
  folders: [
    { id: '5', class: 'Email' },
    { id: '1', class: 'Calendar' },
  ],
};

describe('Ping', () => {
  it('is asked as on the wire', () => {
    expect(readPingRequest(vector('ping-request'))).toEqual(request);
    expect(writePingRequest(request)).toEqual(vector('ping-request'));
  });

  it('may have no body, which leaves everything as it was', () => {
    expect([readPingRequest(undefined), writePingRequest({})]).toEqual([{}, undefined]);
  });

  it('does not forget its folders over an empty list', () => {
    expect(readPingRequest(el('Ping', 'Ping', [el('Ping', 'Folders')])).folders).toBeUndefined();
  });

  it.each([
    ['ping-changes-response', { status: 2, folders: ['5'] }],
    ['ping-status5-response', { status: 5, heartbeatSeconds: 60 }],
    ['ping-status6-response', { status: 6, maxFolders: 200 }],
  ])('is answered as in %s', (name, response) => {
    expect(writePingResponse(response)).toEqual(vector(name));
    expect(readPingResponse(vector(name))).toEqual(response);
  });

  it.each([
    ['an interval that is no number', [el('Ping', 'HeartbeatInterval', 'soon')], 'invalid_value'],
    ['a negative interval', [el('Ping', 'HeartbeatInterval', -5)], 'out_of_range'],
    [
      'a folder without id',
      [el('Ping', 'Folders', [el('Ping', 'Folder', [el('Ping', 'Class', 'Email')])])],
      'missing_element',
    ],
  ])('is refused with Status 4 for %s', (_what, children, code) => {
    expect(() => readPingRequest(el('Ping', 'Ping', children))).toThrow(expect.objectContaining({ code, status: 4 }));
  });

  it('does not judge the interval, which is the server’s to bound', () => {
    expect(readPingRequest(el('Ping', 'Ping', [el('Ping', 'HeartbeatInterval', 1)])).heartbeatSeconds).toBe(1);
  });
});
