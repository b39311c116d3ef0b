// Where the measurements go: a line of JSON for each, in the file that `cargo xtask bench` reads and judges.
import { appendFileSync } from 'node:fs';

export function tell(figure) {
  const line = JSON.stringify(figure);
  if (process.env.LUK_FIGURES) appendFileSync(process.env.LUK_FIGURES, `${line}\n`);
  else console.log(line);
}
