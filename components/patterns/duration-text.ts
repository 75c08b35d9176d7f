'use client';

/* const durationText = useDurationText();  durationText(900): "15 minutes", in the reader's language */
import { useFormatter } from 'next-intl';

const units = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'minute', seconds: 60 },
  { unit: 'second', seconds: 1 },
] as const;

/** Gives the function that says a time span roughly, in the largest unit of which it has at least two, or one exactly. */
export function useDurationText(): (seconds: number) => string {
  const format = useFormatter();
  return (seconds) => {
    const fitting = units.find((one) => seconds >= 2 * one.seconds || seconds === one.seconds) ?? units[3];
    const value = Math.round(seconds / fitting.seconds);
    return format.number(value, { style: 'unit', unit: fitting.unit, unitDisplay: 'long' });
  };
}
