import type { Onset, ZoneRules } from './time-zone-rules';

const BLOB_BYTES = 172;
const at = { bias: 0, standardDate: 68, standardBias: 84, daylightDate: 152, daylightBias: 168 } as const;

/**
 * A time zone as it stands in items, in base64: biases west of Greenwich in minutes, names empty.
 *
 * @see [MS-ASDTYPE] 2.7.6 TimeZone
 */
export function timeZoneBlob({ standardMinutes, daylight }: ZoneRules): string {
  const blob = Buffer.alloc(BLOB_BYTES);
  blob.writeInt32LE(-standardMinutes, at.bias);
  if (daylight) {
    writeOnset(blob, at.standardDate, daylight.ends);
    writeOnset(blob, at.daylightDate, daylight.starts);
    blob.writeInt32LE(standardMinutes - daylight.minutes, at.daylightBias);
  }
  return blob.toString('base64');
}

/** SYSTEMTIME with year 0: the n-th weekday of a month. */
function writeOnset(blob: Buffer, offset: number, { month, weekday, week, hour, minute }: Onset): void {
  [0, month, weekday, week, hour, minute].forEach((value, index) => blob.writeUInt16LE(value, offset + 2 * index));
}
