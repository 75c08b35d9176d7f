import { describe, expect, it } from 'vitest';
import {
  type EasCommand,
  easCommands,
  findCommandByCode,
  findCommandByName,
  writeStatusResponse,
} from '@/lib/protocol/eas/command';
import { decodeWbxml } from '@/lib/protocol/wbxml/decode-wbxml';
import { encodeWbxml } from '@/lib/protocol/wbxml/encode-wbxml';
import { vector } from '@/lib/protocol/wbxml/testdata/vector';

// Keys of a closed table.
const commands = Object.keys(easCommands) as EasCommand[];

describe('commands', () => {
  it.each(commands)('%s is found by its name in any case and by its code', (name) => {
    expect([findCommandByName(name.toUpperCase()), findCommandByCode(easCommands[name].code)]).toEqual([name, name]);
  });

  it('are not found by what is none', () => {
    expect([findCommandByName('constructor'), findCommandByCode(99)]).toEqual([undefined, undefined]);
  });

  it.each(commands.filter((name) => easCommands[name].namespace !== null))(
    '%s can be answered with a status alone',
    (name) => {
      const response = writeStatusResponse(name, 142);
      expect(response && decodeWbxml(encodeWbxml(response))).toMatchObject({
        name,
        children: [{ name: 'Status', text: '142' }],
      });
    },
  );

  it('that have no document have no such answer', () =>
    expect(writeStatusResponse('GetAttachment', 142)).toBeUndefined());

  it('are refused in the very bytes of other servers', () => {
    expect(writeStatusResponse('FolderSync', 142)).toEqual(vector('foldersync-status-142'));
    expect(writeStatusResponse('Sync', 140)).toEqual(vector('sync-status-140'));
    expect(writeStatusResponse('SendMail', 120)).toEqual(vector('sendmail-error-response'));
  });
});
