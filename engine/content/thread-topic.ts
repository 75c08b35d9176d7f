/** Prefixes by which programs mark answers and forwarded messages, in the languages one meets. */
const prefix =
  /^\s*(?:re|aw|antw|antwort|fwd?|wg|sv|vs|vl|tr|rv|res|enc|odp|r|отв|回复|转发|答复)(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]\s*/iu;
const MAX_PREFIXES = 20;

/** The subject of a thread: without Re, Fwd and the like. */
export function threadTopic(subject: string): string {
  let topic = subject;
  for (let round = 0; round < MAX_PREFIXES && prefix.test(topic); round += 1) topic = topic.replace(prefix, '');
  return topic.trim();
}
