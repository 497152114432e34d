/**
 * Crash points for tests of kill -9: inert unless SHOAL_FAULT is set, and then the process kills itself the moment it comes by the
 * point of that name. It can do nothing else: whoever can set the environment of a process can end it anyway.
 */

/** `point` reads like `commit:after-rename`. */
export function crashPoint(point: string): void {
  if (process.env["SHOAL_FAULT"] === point) process.kill(process.pid, "SIGKILL");
}
