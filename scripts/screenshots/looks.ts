/** One way in which people see the console. */
export interface Look {
  readonly locale: 'en' | 'de';
  readonly theme: 'light' | 'dark';
  readonly size: keyof typeof sizes;
}

/** A usual screen, and a phone held upright. */
export const sizes = {
  wide: { width: 1440, height: 900 },
  narrow: { width: 390, height: 844 },
} as const;

/** Both languages, both appearances, both sizes. */
export const allLooks: readonly Look[] = (['en', 'de'] as const).flatMap((locale) =>
  (['light', 'dark'] as const).flatMap((theme) =>
    (['wide', 'narrow'] as const).map((size) => ({ locale, theme, size })),
  ),
);

/** Name of the look's folder, such as `de-dark-narrow`. */
export const lookName = ({ locale, theme, size }: Look): string => `${locale}-${theme}-${size}`;
