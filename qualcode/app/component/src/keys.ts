// Which key does what: one list, for the keyboard and for the help that shows it.

export type Command =
  | "next" | "previous" | "accept" | "reject" | "other_code" | "voor" | "tegen" | "neutraal" | "nothing_here" | "memo"
  | "cursor" | "next_block" | "previous_block" | "undo" | "redo" | "codes" | "help";

export interface KeyLine {
  key: string;
  shift?: true;
  command: Command;
}

/** c, r and Escape are not used alone: the app around the page owns them. */
export const KEYS: readonly KeyLine[] = [
  { key: "j", command: "next" },
  { key: "k", command: "previous" },
  { key: "a", command: "accept" },
  { key: "x", command: "reject" },
  { key: "e", command: "other_code" },
  { key: "v", command: "voor" },
  { key: "t", command: "tegen" },
  { key: "o", command: "neutraal" },
  { key: "n", command: "nothing_here" },
  { key: "m", command: "memo" },
  { key: "s", command: "cursor" },
  { key: ".", command: "next_block" },
  { key: ",", command: "previous_block" },
  { key: "u", command: "undo" },
  { key: "u", shift: true, command: "redo" },
  { key: "l", command: "codes" },
  { key: "?", command: "help" },
];

export interface KeyPress {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** The command, or the digit of a code, that a key press asks for; null when none (with Ctrl, Alt or Cmd it is somebody else's). */
export function readKey(press: KeyPress): Command | { digit: string } | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  if (/^[1-9]$/.test(press.key)) return { digit: press.key };
  const letter = /^\p{L}$/u.test(press.key);
  const key = press.key.toLowerCase();
  // Caps Lock gives a capital without Shift: it is the Shift key that decides. On signs Shift depends on the keyboard and says nothing.
  const found = KEYS.find((line) => line.key === key && (!letter || Boolean(line.shift) === press.shiftKey));
  return found ? found.command : null;
}

/** How a key is written in the help and on buttons. */
export function keyName(line: KeyLine): string {
  return line.shift ? `Shift+${line.key.toUpperCase()}` : line.key;
}
