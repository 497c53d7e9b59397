#include "web/flows/events.h"

#include <stddef.h>
#include <string.h>

#include "daemon/base/check.h"

/* The place is the number. */
static const char *const EVENTS[] = {
    "none",
    "staff.added",
    "staff.disabled",
    "staff.password_set",
    "staff.signed_in",
    "staff.sign_in_refused",
    "staff.signed_out",
    "link.opened",
    "link.revoked",
    "request.submitted",
    "request.withdrawn",
    "brief.saved",
    "vacancy.drafted",
    "vacancy.opened",
    "vacancy.closed",
    "vacancy.dates_changed",
    "instruction.published",
    "application.added",
    "application.invited",
    "application.invited_again",
    "application.link_revoked",
    "application.withdrawn",
    "consent.given",
    "consent.refused",
    "consent.withdrawn",
    "attempt.opened",
    "attempt.handed_in",
    "wish.stored",
    "gate.checked",
    "decision.made",
    "decision.undone",
    "share.made",
    "share.revoked",
    "choice.made",
    "choice.read",
    "viewed",
    "demo.made",
    "data.copied",
};

static const char *const OBJECTS[] = {
    "none", "staff", "client", "request", "vacancy", "instruction",
    "person", "application", "attempt", "share", "page",
};

static size_t place(const char *const *words, size_t n, const char *word) {
    size_t i = 0;
    while (i < n && strcmp(words[i], word) != 0)
        i++;
    CHECK(i < n);
    return i;
}

uint16_t event_number(const char *word) {
    return (uint16_t)place(EVENTS, COUNT(EVENTS), word);
}

uint16_t event_object_number(const char *word) {
    return (uint16_t)place(OBJECTS, COUNT(OBJECTS), word);
}

const char *event_word(int64_t number) {
    return number >= 0 && (size_t)number < COUNT(EVENTS) ? EVENTS[number] : "unknown";
}

const char *event_object_word(int64_t number) {
    return number >= 0 && (size_t)number < COUNT(OBJECTS) ? OBJECTS[number] : "unknown";
}
