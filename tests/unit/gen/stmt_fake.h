/* tests/unit/gen/stmt_fake.h — store/stmt.h on a bare SQLite connection, with counters.
 *
 * Enough to run what sqlgen makes; the real one is daemon/store.
 */
#ifndef TESTS_UNIT_GEN_STMT_FAKE_H
#define TESTS_UNIT_GEN_STMT_FAKE_H

struct db {
    void *connection; /* sqlite3 */
    int open;         /* statements between begin and end */
    int fail_in;      /* the n-th step from now fails, 0 = none */
};

/* A database in memory with the fixture's migrations. */
struct db stmt_fake_open(void);
void stmt_fake_close(struct db *db);

#endif
