// What has no screen, for the tests: they run on the built file, as it is shipped.

export { findCodes, digitAt } from "./palette";
export { foremost, itemsOf, stepOpen } from "./items";
export { KEYS, readKey } from "./keys";
export { offsetsOf, slice } from "./offsets";
export { OperationQueue, RESEND_AFTER } from "./queue";
export { assignLanes, cutIntoPieces, paragraphBreaks } from "./segments";
export { carries, project } from "./state";
export { BlockText, blockAt, extendSentence, sentenceAt, stepSentence } from "./text";
export { moveEnd, moveStart, snapToWords, trim, wordsOf } from "./words";
