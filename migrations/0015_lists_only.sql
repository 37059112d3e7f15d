-- An admin's choice: nobody announces calls, they are found by comparing lists.
alter table connection add column lists_only boolean not null default false;
