/* web/desk/people/people.h — a pasted list of people, read line by line.
 *
 * Recruiters paste what they have: a column of a spreadsheet, the "To" line of a letter, a list typed by
 * hand. Name and address may come in any order, separated by comma, semicolon, tab, bar or blanks,
 * in quotes or as "Name <mail>". A faulty line never costs a good one: each line is told by itself.
 * Pure: no database, no clock.
 */
#ifndef WEB_DESK_PEOPLE_PEOPLE_H
#define WEB_DESK_PEOPLE_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum {
    PEOPLE_LINES_MAX = 1000,
    PEOPLE_BYTES_MAX = 64 << 10,
    PEOPLE_LINE_CHARS = 400,
    PEOPLE_NAME_CHARS = 120,
};

/* What is wrong with a line. */
enum person_fault {
    PERSON_FINE,
    PERSON_NO_EMAIL,   /* no word with @ */
    PERSON_BAD_EMAIL,  /* a word with @ that is no address */
    PERSON_TWO_EMAILS, /* two different addresses */
    PERSON_NO_NAME,    /* an address alone */
    PERSON_LONG_NAME,  /* past PEOPLE_NAME_CHARS */
    PERSON_LONG_LINE,  /* past PEOPLE_LINE_CHARS */
};

/* One line that is not blank and no header. */
struct person_line {
    size_t number;    /* as an editor counts, from 1 */
    const char *text; /* trimmed */
    enum person_fault fault;
    const char *name, *email; /* NULL where they are not known */
    const char *typed;        /* the address as it stands in the line, before its domain became ASCII */
    size_t same_as;           /* number of an earlier line with this address, 0 = none */
};

struct people {
    const struct person_line *v;
    size_t n;
    size_t fine_n;      /* without fault and without an earlier twin */
    size_t faulty_n;
    size_t repeated_n;
    bool too_many;      /* lines past PEOPLE_LINES_MAX were not read */
};

/* Read a list; text is checked UTF-8 and may use any line ends. Memory: in a. */
struct people people_parse(const char *text, struct arena *a);

/* The faulty lines of the list as text, one a line, to be mended. Memory: in a. */
const char *people_faulty_text(const struct people *p, struct arena *a);

#endif
