/** Sends traces where the standard OTEL_… variables say, by OpenTelemetry's own SDK, which is not among the packages of ix: most send none. */
import type { Logger } from 'pino';
import { codeOf } from '../database/error.ts';
import { StartError } from './start-error.ts';
import type { Stops } from './stops.ts';
import { traceModelCalls } from './traces.ts';

/** Seconds that what was recorded may take to be sent at the end. */
const FLUSH_SECONDS = 10;

/** @throws StartError when the SDK is not installed. */
export async function startTracing(serviceName: string, log: Logger, stops: Stops): Promise<void> {
  const { NodeSDK } = await import('@opentelemetry/sdk-node').catch((error: unknown) => {
    if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new StartError('OTEL_… variables ask for traces, and their SDK is not installed: npm install @opentelemetry/sdk-node');
  });
  const sdk = new NodeSDK({
    serviceName,
    // Metrics are for Prometheus, and logs go to standard error.
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [],
  });
  sdk.start();
  const end = traceModelCalls();
  stops.add('traces', FLUSH_SECONDS, async () => {
    end();
    await sdk.shutdown();
  });
  log.info('traces are sent as the OTEL_… variables say');
}
