/** The JSON object in what a model says: thinking, code fences and talk around it are left out. */

/** Braces that are tried as the beginning of an object: talk in braces is rare, and each costs a look at all that follows. */
const MOST_STARTS = 64;

/** The outermost balanced objects of a text that are JSON, in order. What stands in `<think>` does not count. */
export function objectsIn(text: string): Record<string, unknown>[] {
  const answer = withoutThinking(text);
  const found: Record<string, unknown>[] = [];
  let from = answer.indexOf('{');
  for (let starts = 0; from !== -1 && starts < MOST_STARTS; starts++) {
    const end = endOfObject(answer, from);
    const parsed = end === null ? null : parse(answer.slice(from, end));
    if (parsed !== null) found.push(parsed);
    from = answer.indexOf('{', parsed !== null && end !== null ? end : from + 1);
  }
  return found;
}

/** Some servers cut the opening tag off, and a model that was cut short never closes it. */
function withoutThinking(text: string): string {
  const closed = text.replace(/<(think|thinking|reasoning)>[\s\S]*?<\/\1>/gi, '');
  return closed.replace(/^[\s\S]*<\/(?:think|thinking|reasoning)>/i, '').replace(/<(?:think|thinking|reasoning)>[\s\S]*$/i, '');
}

/** Behind the brace that closes the one at `start`; braces in strings do not count. Null: none does. */
function endOfObject(text: string, start: number): number | null {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const unit = text.charAt(at);
    if (quoted) {
      if (unit === '\\') at += 1;
      else if (unit === '"') quoted = false;
    } else if (unit === '"') quoted = true;
    else if (unit === '{') depth += 1;
    else if (unit === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
