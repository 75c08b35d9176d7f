import { Code } from '@/components/ui/code';

/** Text of the description, which is English, with `code` between backticks. */
export function Prose({ text }: { text: string }) {
  return (
    <span lang="en">
      {text.split('`').map((part, index) => {
        const key = `${index}-${part}`;
        return index % 2 === 1 ? <Code key={key}>{part}</Code> : <span key={key}>{part}</span>;
      })}
    </span>
  );
}
