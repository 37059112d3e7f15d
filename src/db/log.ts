import type { Logger } from 'pino'

/** The part of the logger that the database uses; a pino logger is one. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>
