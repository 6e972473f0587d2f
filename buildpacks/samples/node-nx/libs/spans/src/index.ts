const ms: (text: string) => number = require('ms');

export function told(span: string): string {
  return `${span} is ${ms(span)} ms\n`;
}
