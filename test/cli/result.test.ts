/** An answer for people, on a terminal of 80 columns and where there is none. */
import { expect, test } from 'vitest';
import { resultText } from '../../src/cli/result.ts';
import { emptyResponse } from '../../src/contracts/response.ts';
import { exampleJob } from '../../src/http/examples.ts';

test('what a line has no room for is left out: boxes first, then the ends of values', () => {
  const ids = { ix_client_id: 'c', request_id: 'r', ix_id: 'x', use_case: 'order' };
  const meta_data = { engine: 'rules' as const, model_name: null, token_usage: null };
  const response = { ...emptyResponse(ids), ix_result: { result: { number: '1', text: 'x'.repeat(100) }, meta_data } };
  const lines = (width?: number) =>
    resultText({ ...exampleJob, response }, null, width)
      .split('\n')
      .slice(2, 5);
  expect(lines()[0]).toMatch(/^FIELD +VALUE +TRUST +PAGE +VERIFIED +BOX/);
  expect(lines()[2]).toContain('x'.repeat(100));
  expect(lines(80)[0]).toMatch(/VERIFIED$/);
  expect(lines(80)[2]).toMatch(/x…/);
  expect(lines(80).filter((line) => line.length > 80)).toEqual([]);
});
