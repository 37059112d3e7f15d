import { DatabaseError } from 'pg'

/** SQLSTATE classes that speak of the data: cardinality, data exception, constraint, a value beyond a limit, what a function raised. */
const OF_THE_DATA = /^(?:21|22|23|54|P0)/

/** Would the same data fail again? Then it is odd; everything else (no connection, deadlock, full disk) passes. */
export function isOfTheData(error: unknown): boolean {
  if (error instanceof DatabaseError) return OF_THE_DATA.test(error.code ?? '')
  return error instanceof TypeError || error instanceof RangeError
}
