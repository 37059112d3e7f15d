-- Transcripts are stored compressed by us, in half the space that Postgres' own compression needs (`docs/decisions/062`).
-- Rows from before keep their sentences and are read as they are.

alter table transcript
  alter column sentences drop not null,
  -- The sentences as `src/ingest/packed-transcript.ts` packs them.
  add column packed bytea,
  -- How many letters were said: what a model would read.
  add column letters integer,
  add constraint transcript_has_sentences check (sentences is not null or packed is not null);
-- Compressed already: Postgres need not try.
alter table transcript alter column packed set storage external;
