import { describe, expect, it } from 'vitest';
import { matchesSearch } from '@/components/patterns/matches-search';

const texts = ['AllowCamera', 'Kamera zulassen', 'Aus: iPhones schalten die Kamera ab. Größe'];

describe('finding a setting', () => {
  it.each(['', '  ', 'kamera', 'KAMERA', 'allowcam', 'zulassen kamera', 'groesse', 'Größe', 'grosse'])(
    'finds “%s”',
    (search) => {
      expect(matchesSearch(search, texts)).toBe(true);
    },
  );

  it.each(['bluetooth', 'kamera bluetooth', 'kameras'])('does not find “%s”', (search) => {
    expect(matchesSearch(search, texts)).toBe(false);
  });
});
