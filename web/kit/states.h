/* web/kit/states.h — the words that the database keeps for states and kinds: for each an enum and a pair
 * (or the half of it that somebody needs).
 *
 * x_word() is the stored word, static; x_of_word() reads one back and returns X__MAX for a word that is none of
 * them (or NULL). Everywhere else states are compared as enums, never as words.
 */
#ifndef WEB_KIT_STATES_H
#define WEB_KIT_STATES_H

#include "assessments/pack.h"
#include "assessments/rank.h"
#include "assessments/requirement.h"

/* A vacancy: its instruction is drafted, people may come, nobody may come any more. */
enum vacancy_state { VACANCY_DRAFT, VACANCY_OPEN, VACANCY_CLOSED, VACANCY_STATE__MAX };
const char *vacancy_state_word(enum vacancy_state state);
enum vacancy_state vacancy_state_of_word(const char *word);

/* How far a person's application has come; withdrawing is a date beside it. */
enum application_state {
    APPLICATION_INVITED,
    APPLICATION_OPENED,
    APPLICATION_CONSENTED,
    APPLICATION_TESTING,
    APPLICATION_COMPLETED,
    APPLICATION_STATE__MAX
};
const char *application_state_word(enum application_state state);
enum application_state application_state_of_word(const char *word);

/* How the person came: we wrote first, or they applied at the public page. */
enum application_source { SOURCE_INVITED, SOURCE_PUBLIC, APPLICATION_SOURCE__MAX };
const char *application_source_word(enum application_source source);
enum application_source application_source_of_word(const char *word);

/* When the client needs the person. */
enum start_when { START_TWO_WEEKS, START_MONTH, START_LATER, START_WHEN__MAX };
const char *start_when_word(enum start_when when);
enum start_when start_when_of_word(const char *word);

/* What was said to the text of a consent. */
enum consent_action { CONSENT_GIVEN, CONSENT_REFUSED, CONSENT_WITHDRAWN, CONSENT_ACTION__MAX };
const char *consent_action_word(enum consent_action action);
enum consent_action consent_action_of_word(const char *word);

/* What staff decided about a candidate. */
enum decision_outcome { DECISION_ADVANCE, DECISION_HOLD, DECISION_DECLINE, DECISION_OUTCOME__MAX };
const char *decision_outcome_word(enum decision_outcome outcome);
enum decision_outcome decision_outcome_of_word(const char *word);

/* The client's word on a candidate; the words are also what forms send. */
enum choice_verdict { CHOICE_NONE, CHOICE_INVITE, CHOICE_QUESTION, CHOICE_NO, CHOICE_VERDICT__MAX };
const char *choice_verdict_word(enum choice_verdict verdict);
enum choice_verdict choice_verdict_of_word(const char *word);

/* How a letter stands in the outbox. */
enum letter_state { LETTER_QUEUED, LETTER_SENDING, LETTER_SENT, LETTER_FAILED, LETTER_STATE__MAX };
enum letter_state letter_state_of_word(const char *word);

/* What a private link, and a grant by it, opens. */
enum link_purpose { LINK_INVITE, LINK_STATUS, LINK_PORTAL, LINK_PURPOSE__MAX };
const char *link_purpose_word(enum link_purpose purpose);
enum link_purpose link_purpose_of_word(const char *word);

/* A requirement of an instruction: measured in levels, or a must-have that holds or does not. */
enum requirement_kind { REQUIREMENT_COMPETENCY, REQUIREMENT_GATE, REQUIREMENT_KIND__MAX };
const char *requirement_kind_word(enum requirement_kind kind);
enum requirement_kind requirement_kind_of_word(const char *word);

/* How an answer in the journal stands: in time, in the network's time, too late. */
enum answer_standing { STANDING_COUNTED, STANDING_GRACE, STANDING_LATE, ANSWER_STANDING__MAX };
const char *answer_standing_word(enum answer_standing standing);

/* States of the domain as they are stored. What is no word reads as the state that claims least. */
const char *trainable_word(enum pack_trainable trainable);
enum pack_trainable trainable_of_word(const char *word);
const char *rank_state_word(enum rank_state state);
enum rank_state rank_state_of_word(const char *word);
const char *gate_state_word(enum gate_state state);
enum gate_state gate_state_of_word(const char *word);
const char *requirement_state_word(enum requirement_state state);
enum requirement_state requirement_state_of_word(const char *word);

#endif
