import { z } from 'zod';

/** Language of the heads of an export; without it the Accept-Language header decides. */
export const ExportLanguage = z.enum(['en', 'de']).optional();
