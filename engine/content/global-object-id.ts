const CLASS_ID = '040000008200E00074C5B7101A82E008';
const FOREIGN_MARK = Buffer.from('vCal-Uid\u0001\0\0\0', 'latin1');
const HEADER_BYTES = 40;
const DATE_OFFSET = 16;
const SIZE_OFFSET = 36;

/**
 * The id under which Outlook and phones up to 14.1 know an event. A UID that Outlook made is such an id already; any other
 * is wrapped.
 *
 * @param instance the day of a single occurrence
 * @see MS-OXOCAL 2.2.1.27 PidLidGlobalObjectId, [MS-ASEMAIL] 2.2.2 Elements
 */
export function globalObjectIdOf(uid: string, instance: { year: number; month: number; day: number } | null): Buffer {
  const isOutlooks = uid.toUpperCase().startsWith(CLASS_ID) && /^(?:[\dA-F]{2}){40,600}$/i.test(uid);
  const id = isOutlooks ? Buffer.from(uid, 'hex') : wrapped(uid);
  if (instance) {
    id.writeUInt16BE(instance.year, DATE_OFFSET);
    id.writeUInt8(instance.month, DATE_OFFSET + 2);
    id.writeUInt8(instance.day, DATE_OFFSET + 3);
  }
  return id;
}

/** The UID that a global object id stands for, or null if it is none. */
export function uidOfGlobalObjectId(id: Buffer): string | null {
  const hex = id.toString('hex').toUpperCase();
  if (id.length < HEADER_BYTES || !hex.startsWith(CLASS_ID)) return null;
  const data = id.subarray(HEADER_BYTES, HEADER_BYTES + id.readUInt32LE(SIZE_OFFSET));
  if (data.subarray(0, FOREIGN_MARK.length).equals(FOREIGN_MARK)) {
    return data.subarray(FOREIGN_MARK.length).toString().replace(/\0+$/, '');
  }
  // All occurrences of a series have the UID of the series.
  return `${hex.slice(0, 2 * DATE_OFFSET)}00000000${hex.slice(2 * DATE_OFFSET + 8)}`;
}

function wrapped(uid: string): Buffer {
  const data = Buffer.concat([FOREIGN_MARK, Buffer.from(uid), Buffer.from([0])]);
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(CLASS_ID, 'hex');
  header.writeUInt32LE(data.length, SIZE_OFFSET);
  return Buffer.concat([header, data]);
}
