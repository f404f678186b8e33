/** Requests as they come in, and how what is large gives way to them: uploads, and reading them back, are bulk work, and all else is somebody who waits. */
import { setImmediate, setTimeout } from 'node:timers/promises';

/** A body, or a file, of more bytes is bulk work: it is stored while it arrives, and gives way. */
export const BULK_BYTES = 4 * 1_048_576;
/** Others are about while the last request is younger than this. */
const ABOUT_MS = 1000;
/** How long bulk work rests for each millisecond of work while others are about: so it takes three times as long at most. */
const REST = 2;
/** Milliseconds of work from which it rests: less than a timer can tell. */
const TURN_MS = 2;

/** To be called after each piece of work. @param ms what it took, waits for the database included: then that was at work. */
export type GiveWay = (ms: number) => Promise<void>;

/** Lets all go first that waits already. */
export const letOthersGo: GiveWay = async () => void (await setImmediate());

export class Traffic {
  #arrived = 0;
  #last = Number.NEGATIVE_INFINITY;

  /** A request has come in. */
  arrived(): void {
    this.#arrived++;
    this.#last = performance.now();
  }

  /**
   * For one piece of bulk work, from when it proves to be that: what came before is not counted, its own request above all. Alone it goes on at
   * once; beside others it rests in proportion to what its work took, which is longer the more there is to do.
   */
  bulk(): GiveWay {
    const before = this.#arrived;
    let worked = 0;
    return async (ms) => {
      worked += ms;
      const others = this.#arrived > before && performance.now() - this.#last < ABOUT_MS;
      if (!others) worked = 0;
      if (worked < TURN_MS) return letOthersGo(ms);
      const rest = worked * REST;
      worked = 0;
      await setTimeout(rest);
    };
  }
}
