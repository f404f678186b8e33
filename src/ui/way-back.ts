/** Where a person is led back to. */

/** A path of our pages; whatever else was asked for, the first of them. */
export const wayBack = (to: string | null | undefined): string =>
  to !== null && to !== undefined && /^\/ui(?:[/?][\x21-\x5b\x5d-\x7e]*)?$/.test(to) ? to : '/ui';
