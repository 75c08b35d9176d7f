/** Who owns the phones of a fleet. Made up. */
export const ownerNames: readonly string[] = [
  'Anna Keller',
  'Ben Okafor',
  'Carla Mendes',
  'David Lindqvist',
  'Elif Yılmaz',
  'Frank Hoffmann',
  'Grace Sullivan',
  'Hannah Schäfer',
  'Ivan Petrov',
  'Julia Novak',
  'Karim Haddad',
  'Laura Bianchi',
  'Mark Thompson',
  'Nina Johansen',
  'Oliver Brandt',
  'Priya Raman',
  'Quentin Moreau',
  'Ruth Weiß',
  'Samuel Adeyemi',
  'Tanja Köhler',
  'Umberto Conti',
  'Vera Dvořák',
  'William Hughes',
  'Xenia Papadaki',
  'Yusuf Demir',
  'Zoe Campbell',
  'Andreas Vogel',
  'Beatrice Laurent',
  'Chen Wei',
  'Dora Szabó',
  'Erik Nilsson',
  'Fatima Rahman',
  'Georg Steiner',
  'Helen Marsh',
  'Isabel Ortega',
  'Jan Kowalski',
];

/** The mailbox of a person: first.last, in plain letters. */
export function mailboxOf(name: string, domain: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[äöüß]/g, (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' })[letter] ?? letter)
    .replaceAll('ı', 'i')
    .normalize('NFD')
    .replaceAll(/[^a-z ]/g, '');
  return `${plain.replaceAll(' ', '.')}@${domain}`;
}
