import { z } from 'zod';
import { variables } from '@/lib/config/variables';

const Described = z.object({
  properties: z.record(
    z.string(),
    z.object({
      description: z.string(),
      secret: z.literal(true).optional(),
      default: z.union([z.string(), z.number()]).default(''),
    }),
  ),
});

/** The text of `.env.example`: every variable with its description and default, all of them commented out. */
export function renderEnvExample(): string {
  const schema = z.toJSONSchema(z.object(variables), { io: 'input', unrepresentable: 'any' });
  const blocks = Object.entries(Described.parse(schema).properties).map(([name, variable]) => {
    const description = variable.secret ? `${variable.description} Secret.` : variable.description;
    return `${wrap(description)}\n# ${name}=${variable.default}\n`;
  });
  const head = wrap('Copy to .env and change what you need; everything has a default. Made by: npm run config:example');
  return [`${head}\n`, ...blocks].join('\n');
}

function wrap(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= 100) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`# ${word}`);
  }
  return lines.join('\n');
}
