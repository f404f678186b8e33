/** Names that file formats are made of: elements, attributes, parts, headers. No word that a document says. */
export const FORMATS = `
charset encoding meta xml`;

/** Texts for people, as in MESSAGES of identifiers.ts. */
export const FORMAT_MESSAGES: readonly string[] = [];
