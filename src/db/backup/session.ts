/** For a connection that saves or restores: takes as long as it takes, and writes values the same way everywhere. */
export const SESSION = `
  set statement_timeout = 0;
  set idle_in_transaction_session_timeout = 0;
  set datestyle = 'ISO, YMD';
  set intervalstyle = 'postgres';
  set extra_float_digits = 1`
