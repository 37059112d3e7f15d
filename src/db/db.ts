import type { Kysely, Transaction } from 'kysely'

/**
 * The database as features see it. Queries are written as SQL with kysely's `sql` tag, which binds every
 * value as a parameter; there is no table model beside the migrations.
 */
export type Db = Kysely<unknown>

/** A transaction in progress. A function that takes `Db` also takes a `Tx`. */
export type Tx = Transaction<unknown>
