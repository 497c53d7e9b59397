#include "web/kit/states.h"

#include <stddef.h>
#include <string.h>

#include "daemon/base/check.h"

/* Where the word stands in the list; n when it does not. */
static size_t find(const char *const *words, size_t n, const char *word) {
    size_t at = 0;
    while (at < n && (word == NULL || strcmp(words[at], word) != 0))
        at++;
    return at;
}

static const char *const VACANCY_STATE_WORDS[] = {
    [VACANCY_DRAFT] = "draft",
    [VACANCY_OPEN] = "open",
    [VACANCY_CLOSED] = "closed",
};

const char *vacancy_state_word(enum vacancy_state state) {
    return VACANCY_STATE_WORDS[state];
}

enum vacancy_state vacancy_state_of_word(const char *word) {
    return (enum vacancy_state)find(VACANCY_STATE_WORDS, COUNT(VACANCY_STATE_WORDS), word);
}

static const char *const APPLICATION_STATE_WORDS[] = {
    [APPLICATION_INVITED] = "invited",
    [APPLICATION_OPENED] = "opened",
    [APPLICATION_CONSENTED] = "consented",
    [APPLICATION_TESTING] = "testing",
    [APPLICATION_COMPLETED] = "completed",
};

const char *application_state_word(enum application_state state) {
    return APPLICATION_STATE_WORDS[state];
}

enum application_state application_state_of_word(const char *word) {
    return (enum application_state)find(APPLICATION_STATE_WORDS, COUNT(APPLICATION_STATE_WORDS), word);
}

static const char *const APPLICATION_SOURCE_WORDS[] = {
    [SOURCE_INVITED] = "invited",
    [SOURCE_PUBLIC] = "public",
};

const char *application_source_word(enum application_source source) {
    return APPLICATION_SOURCE_WORDS[source];
}

enum application_source application_source_of_word(const char *word) {
    return (enum application_source)find(APPLICATION_SOURCE_WORDS, COUNT(APPLICATION_SOURCE_WORDS), word);
}

static const char *const START_WHEN_WORDS[] = {
    [START_TWO_WEEKS] = "two_weeks",
    [START_MONTH] = "month",
    [START_LATER] = "later",
};

const char *start_when_word(enum start_when when) {
    return START_WHEN_WORDS[when];
}

enum start_when start_when_of_word(const char *word) {
    return (enum start_when)find(START_WHEN_WORDS, COUNT(START_WHEN_WORDS), word);
}

static const char *const CONSENT_ACTION_WORDS[] = {
    [CONSENT_GIVEN] = "given",
    [CONSENT_REFUSED] = "refused",
    [CONSENT_WITHDRAWN] = "withdrawn",
};

const char *consent_action_word(enum consent_action action) {
    return CONSENT_ACTION_WORDS[action];
}

enum consent_action consent_action_of_word(const char *word) {
    return (enum consent_action)find(CONSENT_ACTION_WORDS, COUNT(CONSENT_ACTION_WORDS), word);
}

static const char *const DECISION_OUTCOME_WORDS[] = {
    [DECISION_ADVANCE] = "advance",
    [DECISION_HOLD] = "hold",
    [DECISION_DECLINE] = "decline",
};

const char *decision_outcome_word(enum decision_outcome outcome) {
    return DECISION_OUTCOME_WORDS[outcome];
}

enum decision_outcome decision_outcome_of_word(const char *word) {
    return (enum decision_outcome)find(DECISION_OUTCOME_WORDS, COUNT(DECISION_OUTCOME_WORDS), word);
}

static const char *const CHOICE_VERDICT_WORDS[] = {
    [CHOICE_NONE] = "none",
    [CHOICE_INVITE] = "invite",
    [CHOICE_QUESTION] = "question",
    [CHOICE_NO] = "no",
};

const char *choice_verdict_word(enum choice_verdict verdict) {
    return CHOICE_VERDICT_WORDS[verdict];
}

enum choice_verdict choice_verdict_of_word(const char *word) {
    return (enum choice_verdict)find(CHOICE_VERDICT_WORDS, COUNT(CHOICE_VERDICT_WORDS), word);
}

static const char *const LETTER_STATE_WORDS[] = {
    [LETTER_QUEUED] = "queued",
    [LETTER_SENDING] = "sending",
    [LETTER_SENT] = "sent",
    [LETTER_FAILED] = "failed",
};

enum letter_state letter_state_of_word(const char *word) {
    return (enum letter_state)find(LETTER_STATE_WORDS, COUNT(LETTER_STATE_WORDS), word);
}

static const char *const LINK_PURPOSE_WORDS[] = {
    [LINK_INVITE] = "invite",
    [LINK_STATUS] = "status",
    [LINK_PORTAL] = "portal",
};

const char *link_purpose_word(enum link_purpose purpose) {
    return LINK_PURPOSE_WORDS[purpose];
}

enum link_purpose link_purpose_of_word(const char *word) {
    return (enum link_purpose)find(LINK_PURPOSE_WORDS, COUNT(LINK_PURPOSE_WORDS), word);
}

static const char *const REQUIREMENT_KIND_WORDS[] = {
    [REQUIREMENT_COMPETENCY] = "competency",
    [REQUIREMENT_GATE] = "gate",
};

const char *requirement_kind_word(enum requirement_kind kind) {
    return REQUIREMENT_KIND_WORDS[kind];
}

enum requirement_kind requirement_kind_of_word(const char *word) {
    return (enum requirement_kind)find(REQUIREMENT_KIND_WORDS, COUNT(REQUIREMENT_KIND_WORDS), word);
}

static const char *const ANSWER_STANDING_WORDS[] = {
    [STANDING_COUNTED] = "counted",
    [STANDING_GRACE] = "grace",
    [STANDING_LATE] = "late",
};

const char *answer_standing_word(enum answer_standing standing) {
    return ANSWER_STANDING_WORDS[standing];
}

static const char *const RANK_STATE_WORDS[] = {
    [RANK_PLACED] = "placed",
    [RANK_THIN] = "thin",
    [RANK_APART] = "apart",
    [RANK_NOTHING] = "nothing",
};

const char *rank_state_word(enum rank_state state) {
    return RANK_STATE_WORDS[state];
}

enum rank_state rank_state_of_word(const char *word) {
    size_t at = find(RANK_STATE_WORDS, COUNT(RANK_STATE_WORDS), word);
    return at < COUNT(RANK_STATE_WORDS) ? (enum rank_state)at : RANK_NOTHING;
}

static const char *const GATE_STATE_WORDS[] = {
    [GATE_UNVERIFIED] = "unverified",
    [GATE_PASSED] = "passed",
    [GATE_FAILED] = "failed",
};

const char *gate_state_word(enum gate_state state) {
    return GATE_STATE_WORDS[state];
}

enum gate_state gate_state_of_word(const char *word) {
    size_t at = find(GATE_STATE_WORDS, COUNT(GATE_STATE_WORDS), word);
    return at < COUNT(GATE_STATE_WORDS) ? (enum gate_state)at : GATE_UNVERIFIED;
}

static const char *const REQUIREMENT_STATE_WORDS[] = {
    [REQUIREMENT_UNKNOWN] = "unknown",
    [REQUIREMENT_MEASURED] = "measured",
    [REQUIREMENT_UNCERTAIN] = "uncertain",
    [REQUIREMENT_NOT_MET] = "not_met",
    [REQUIREMENT_MET] = "met",
};

const char *requirement_state_word(enum requirement_state state) {
    return REQUIREMENT_STATE_WORDS[state];
}

enum requirement_state requirement_state_of_word(const char *word) {
    size_t at = find(REQUIREMENT_STATE_WORDS, COUNT(REQUIREMENT_STATE_WORDS), word);
    return at < COUNT(REQUIREMENT_STATE_WORDS) ? (enum requirement_state)at : REQUIREMENT_UNKNOWN;
}

static const char *const PACK_TRAINABLE_WORDS[] = {
    [TRAINABLE_NO] = "no",
    [TRAINABLE_PARTLY] = "partly",
    [TRAINABLE_YES] = "yes",
};

const char *trainable_word(enum pack_trainable trainable) {
    return PACK_TRAINABLE_WORDS[trainable];
}

enum pack_trainable trainable_of_word(const char *word) {
    size_t at = find(PACK_TRAINABLE_WORDS, COUNT(PACK_TRAINABLE_WORDS), word);
    return at < COUNT(PACK_TRAINABLE_WORDS) ? (enum pack_trainable)at : TRAINABLE_NO;
}
