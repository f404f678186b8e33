/** The parser has no types of its own. What it gives is checked where it is used. */
declare module 'parse-prometheus-text-format' {
  export default function parse(text: string): unknown;
}
