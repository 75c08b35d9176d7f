'use client';

/* const byteText = useByteText();  byteText(1_500_000): "1.5 MB", in the reader's language */
import { useFormatter } from 'next-intl';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Gives the function that says an amount of data, in steps of 1000. */
export function useByteText(): (bytes: number) => string {
  const format = useFormatter();
  return (bytes) => {
    const step = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
    const unit = units[step] ?? 'byte';
    const value = bytes / 1000 ** step;
    const text = format.number(value, {
      style: 'unit',
      unit,
      // There is no short form of "bytes" that says more than one.
      unitDisplay: unit === 'byte' ? 'long' : 'short',
      maximumFractionDigits: value < 10 ? 1 : 0,
    });
    // A number and its unit stay on one line.
    return text.replaceAll(' ', '\u00A0');
  };
}
