type Metric = { readonly head: string[]; readonly samples: Map<string, number> };

/** Of these a sum says nothing: they are told for each process. */
const ownOfEach = /^(eas_event_loop_delay_seconds|process_resident_memory_bytes)\b/;

/** The figures of several processes as those of one: sums, or where a sum makes no sense, each with its process. */
export function mergeFigures(texts: ReadonlyMap<string, string>): string {
  const metrics = new Map<string, Metric>();
  for (const [worker, text] of texts) addFigures(metrics, worker, text);
  const lines = [...metrics.values()].flatMap(({ head, samples }) => [
    ...head,
    ...[...samples].map(([name, value]) => `${name} ${value}`),
  ]);
  return `${lines.join('\n')}\n`;
}

function addFigures(metrics: Map<string, Metric>, worker: string, text: string): void {
  let current: Metric = { head: [], samples: new Map() };
  for (const line of text.split('\n')) {
    const [, kind, name] = /^# (HELP|TYPE) (\S+)/.exec(line) ?? [];
    if (name !== undefined) {
      current = metrics.get(name) ?? { head: [], samples: new Map() };
      metrics.set(name, current);
      if (!current.head.some((known) => known.startsWith(`# ${kind} `))) current.head.push(line);
      continue;
    }
    const space = line.lastIndexOf(' ');
    if (space < 0) continue;
    const sample = line.slice(0, space);
    const key = ownOfEach.test(sample) ? withLabel(sample, worker) : sample;
    current.samples.set(key, (current.samples.get(key) ?? 0) + Number(line.slice(space + 1)));
  }
}

function withLabel(sample: string, worker: string): string {
  const label = `worker="${worker}"`;
  return sample.endsWith('}') ? `${sample.slice(0, -1)},${label}}` : `${sample}{${label}}`;
}
