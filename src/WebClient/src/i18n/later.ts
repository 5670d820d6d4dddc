/** Texts of windows that are opened later: they come in a second file, when the first page is there. `catalogues.test.ts` watches that it needs none of them. */
export const laterTexts =
  /^(address|audit|burst|color|date|devices|form|groupKind|guide|import|keys|leave|photo|profile|result|rights|settings|setup|share|shared|sharing|theme|trash|versions|wrong)\./;
