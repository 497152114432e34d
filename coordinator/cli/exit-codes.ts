/** What `shoal` ends with: part of its contract (README.md), so that scripts can tell the cases apart. */
import type { ErrorCode } from "../../runtime/errors.ts";

export const EXIT = {
  ok: 0,
  /** Something went wrong; the message says what. */
  error: 1,
  /** The command line or a configuration file is wrong; nothing was tried. */
  usage: 2,
  /** The rollout failed or was aborted, and no host is known to be on the new release. */
  failed: 3,
  /** The rollout ended with some hosts on the new release and some not. */
  partial: 4,
  /** --timeout is over, or the rollout's own time limit ended it. */
  timeout: 5,
  /** The coordinator refuses this identity, or its certificate is not of this fleet. */
  denied: 6,
  /** No coordinator answers at the configured address. */
  unreachable: 7,
  /** Files on a host are not as they were committed. */
  damaged: 8,
  /** Ctrl-C (128 + SIGINT): watching has ended, a rollout goes on by itself. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Shown by `shoal --help`. */
export const EXIT_HELP = `Exit codes:
    0  done
    1  an error; the message says which
    2  wrong usage or configuration; nothing was tried
    3  the rollout failed or was aborted; no host is known to be on the new release
    4  the rollout ended with some hosts on the new release and some not
    5  timeout
    6  not allowed: the coordinator refuses this identity, or its certificate is not of this fleet
    7  the coordinator can't be reached
    8  verify: files on the host are not as they were committed
  130  interrupted by Ctrl-C; a rollout goes on by itself`;

export function exitCodeOf(code: ErrorCode): ExitCode {
  return BY_ERROR[code] ?? EXIT.error;
}

const BY_ERROR: Partial<Record<ErrorCode, ExitCode>> = {
  E_USAGE: EXIT.usage,
  E_CONFIG: EXIT.usage,
  E_POLICY: EXIT.usage,
  E_DENIED: EXIT.denied,
  E_UNAVAILABLE: EXIT.unreachable,
  E_TIMEOUT: EXIT.timeout,
  E_DEADLINE: EXIT.timeout,
};
