/**
 * Milliseconds of processor time that this process spends on the work. By the clock, a test would depend on what else the
 * machine does.
 */
export async function processorTimeOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
