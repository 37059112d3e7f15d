import { DatabaseError } from 'pg'

/** SQLSTATE classes that speak of the data: cardinality, data exception, constraint, a value beyond a limit, what a trigger raised. */
const OF_THE_DATA = /^(?:21|22|23|54|P0)/

/** Would the database refuse the same data again? Everything else (no connection, deadlock, full disk) passes. */
export function isOfTheData(error: unknown): boolean {
  return error instanceof DatabaseError && OF_THE_DATA.test(error.code ?? '')
}
