import { AppError } from '../errors.ts'

/** Where a page of a list ends that is ordered by time, then id. */
interface Place {
  at: Date
  id: string
}

export function writeCursor({ at, id }: Place): string {
  return `${at.toISOString()}_${id}`
}

export function readCursor(cursor: string): Place {
  const [time = '', id = ''] = cursor.split('_')
  const at = new Date(time)
  if (Number.isNaN(at.getTime()) || id === '')
    throw new AppError('bad_request', 'This cursor is not one of ours. Start again from the first page.')
  return { at, id }
}
