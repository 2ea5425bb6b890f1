// What Python sends and gets: see qualcode/app/coding_page.py. Offsets are [start, end) in code points of the stored text of the document.

export type BlockKind = "heading" | "paragraph" | "list_item" | "article" | "turn" | "table_row";
export type Stance = "" | "voor" | "tegen" | "neutraal";
export type SuggestionState = "open" | "accepted" | "rejected";
export type Span = [start: number, end: number];

export type BlindSpan = [start: number, end: number, asked: boolean];

export interface Block {
  start: number;
  kind: BlockKind;
  text: string;
  speaker: string;
  role: "" | "interviewer" | "respondent";
  time: string;
  level: number;
  guessed: boolean;
  sentences: Span[];
}

export interface Match {
  rule: string;
  start: number;
  end: number;
  stance: Stance;
  cue: string;
}

/** features: what weighed most for a classifier, in words, with its part (0-1) of the heaviest of its kind. */
export interface Suggestion {
  id: string;
  start: number;
  end: number;
  code: string;
  stance: Stance;
  state: SuggestionState;
  coder: "rules" | "classifier" | "rules+classifier";
  rule: string;
  score: number | null;
  matches: Match[];
  features: [string, number][];
}

/** code null: seen, nothing here. origin: id of the suggestion that it was accepted from, and which coder proposed that. */
export interface Coding {
  id: string;
  start: number;
  end: number;
  code: string | null;
  stance: Stance;
  origin: string | null;
}

/** A coding of another person, to look at only; coder: that person's name. */
export interface OtherCoding {
  id: string;
  start: number;
  end: number;
  code: string | null;
  stance: Stance;
  coder: string;
}

export interface Memo {
  id: string;
  start: number | null;
  end: number | null;
  text: string;
  coder: string;
  mine: boolean;
  time: string;
}

/** key: the digit under which the code can be given, "" when it has none. usable: not retired and meant to be given. */
export interface Code {
  id: string;
  name: string;
  path: string;
  theme: string;
  depth: number;
  colour: string;
  definition: string;
  wel: string[];
  niet: string[];
  usable: boolean;
  key: string;
}

/** message: why it was refused, or what an undo or redo was about; "" for the rest. */
export interface Ack {
  id: string;
  ok: boolean;
  message: string;
}

export interface Progress {
  suggestions: number;
  decided: number;
  codings: number;
  nothing_here: number;
}

/** The whole state of the page that is shown; `queue` names the project and coder whose operations these are. */
export interface Payload {
  queue: string;
  document: string;
  document_name: string;
  page: number;
  pages: number;
  next_open: number | null;
  previous_open: number | null;
  blocks: Block[];
  suggestions: Suggestion[];
  codings: Coding[];
  others: OtherCoding[];
  /** Blocks whose suggestions stay away until this coder has coded them; asked: whether the queue stops there (not at headings and interviewers). */
  blind: BlindSpan[];
  memos: Memo[];
  codes: Code[];
  progress: Progress;
  undo: boolean;
  redo: boolean;
  acks: Ack[];
  saved_at: string;
  fault: string;
  go_to: { id: string; start: number; end: number } | null;
  language: string;
  labels: Record<string, string>;
}

export type Action =
  | "accept" | "reject" | "add" | "change" | "remove" | "nothing_here" | "undo" | "redo"
  | "memo_add" | "memo_edit" | "memo_delete";

/** What the coder asks for. quote: the text of the span as the coder saw it, which the server compares with the stored text. */
export interface Operation {
  id: string;
  action: Action;
  document: string;
  start?: number;
  end?: number;
  quote?: string;
  code?: string;
  stance?: Stance;
  suggestion?: string;
  coding?: string;
  batch?: string;
  memo?: string;
  text?: string;
}
