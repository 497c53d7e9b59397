/* assessments/pack_job.c — what a job instruction is drafted from. */
#include <string.h>

#include "assessments/pack_read.h"
#include "daemon/base/arena.h"

#define FAMILIES_MAX   32
#define DUTIES_MAX     200
#define KPIS_MAX       60
#define RIGHTS_MAX     60
#define PROVISIONS_MAX 60
#define LINKS_MAX      8

static void read_families(struct pack_build *b, const struct pack_place *root) {
    static const char *const names[] = { "code", "name", NULL };
    struct pack_place list = place_member(root, "families");
    size_t n = pack_array(b, &list, 1, FAMILIES_MAX), codes_n = 0;
    struct pack_family *families = ARENA_ARRAY(b->a, n, struct pack_family);
    const char *codes[FAMILIES_MAX] = { NULL };
    for (size_t i = 0; i < n; i++) {
        struct pack_place p = place_element(&list, i);
        pack_object(b, &p, names);
        families[i].code = pack_code(b, &p, "code");
        families[i].name = pack_text(b, &p, "name");
        pack_unique(b, &p, codes, &codes_n, families[i].code);
    }
    b->pack->families = families;
    b->pack->families_n = n;
}

static void read_links(struct pack_build *b, const struct pack_place *up, struct pack_duty *duty) {
    static const char *const names[] = { "code", "relevance", NULL };
    struct pack_place list = place_member(up, "competencies");
    duty->links_n = pack_array(b, &list, 1, LINKS_MAX);
    struct pack_link *links = ARENA_ARRAY(b->a, duty->links_n, struct pack_link);
    for (size_t i = 0; i < duty->links_n; i++) {
        struct pack_place p = place_element(&list, i);
        pack_object(b, &p, names);
        struct pack_place code = place_member(&p, "code");
        links[i].competency = pack_link_at(b, &code, pack_find_competency, "competency");
        links[i].relevance = pack_int(b, &p, "relevance", 1, 3);
        for (size_t j = 0; j < i; j++)
            if (links[j].competency == links[i].competency && links[i].competency != PACK_NONE)
                pack_fault(b, &code, "is linked twice");
    }
    duty->links = links;
}

static void read_duty(struct pack_build *b, const struct pack_place *p, struct pack_duty *duty) {
    static const char *const names[] = { "code",         "family",    "text",      "short",
                                         "competencies", "trainable", "frequency", "criticality",
                                         "segments",     NULL };
    static const char *const trainable[] = { "no", "partly", "yes", NULL };
    pack_object(b, p, names);
    duty->code = pack_code(b, p, "code");
    struct pack_place family = place_member(p, "family");
    duty->family = pack_link_at(b, &family, pack_find_family, "family");
    duty->text = pack_text(b, p, "text");
    duty->brief = pack_text(b, p, "short");
    read_links(b, p, duty);
    duty->trainable = (enum pack_trainable)pack_word(b, p, "trainable", trainable);
    duty->frequency = pack_int(b, p, "frequency", 0, 5);
    duty->criticality = pack_int(b, p, "criticality", 0, 5);
    duty->segments = pack_segment_bits(b, p);
}

void pack_read_duties(struct pack_build *b, const struct pack_place *root) {
    static const char *const root_names[] = { "families", "duties", NULL };
    if (!pack_object(b, root, root_names))
        return;
    read_families(b, root);
    struct pack_place list = place_member(root, "duties");
    size_t n = pack_array(b, &list, 1, DUTIES_MAX), codes_n = 0;
    struct pack_duty *duties = ARENA_ARRAY(b->a, n, struct pack_duty);
    const char *codes[DUTIES_MAX] = { NULL };
    for (size_t i = 0; i < n; i++) {
        struct pack_place p = place_element(&list, i);
        read_duty(b, &p, &duties[i]);
        pack_unique(b, &p, codes, &codes_n, duties[i].code);
    }
    b->pack->duties = duties;
    b->pack->duties_n = n;
}

static void read_kpi_weights(struct pack_build *b, const struct pack_place *up, struct pack_kpi *kpi) {
    struct pack_place list = place_member(up, "segments");
    if (!pack_object(b, &list, NULL))
        return;
    for (size_t i = 0; i < list.value->children_n; i++) {
        const struct json *value = &list.value->children[i];
        struct pack_place one = { .up = &list, .name = value->name, .value = value };
        size_t segment = pack_find_segment(b->pack, value->name);
        int weight = pack_int_at(b, &one, 1, 100);
        if (segment == PACK_NONE)
            pack_fault(b, &one, "there is no segment \"%.40s\"", value->name);
        else
            kpi->weights[segment] = weight;
    }
}

static void read_kpi(struct pack_build *b, const struct pack_place *p, struct pack_kpi *kpi) {
    static const char *const names[] = { "code",      "name",     "formula", "unit",
                                         "direction", "target",   "period",  "consequence",
                                         "duties",    "segments", NULL };
    static const char *const directions[] = { "down", "up", NULL };
    pack_object(b, p, names);
    kpi->code = pack_code(b, p, "code");
    kpi->name = pack_text(b, p, "name");
    kpi->formula = pack_text(b, p, "formula");
    kpi->unit = pack_text(b, p, "unit");
    kpi->up = pack_word(b, p, "direction", directions) == 1;
    kpi->target = pack_text(b, p, "target");
    kpi->period = pack_text(b, p, "period");
    kpi->consequence = pack_text(b, p, "consequence");
    struct pack_place list = place_member(p, "duties");
    kpi->duties_n = pack_array(b, &list, 1, LINKS_MAX * 2);
    size_t *duties = ARENA_ARRAY(b->a, kpi->duties_n, size_t);
    for (size_t i = 0; i < kpi->duties_n; i++) {
        struct pack_place one = place_element(&list, i);
        duties[i] = pack_link_at(b, &one, pack_find_duty, "duty");
    }
    kpi->duties = duties;
    read_kpi_weights(b, p, kpi);
}

void pack_read_kpis(struct pack_build *b, const struct pack_place *root) {
    static const char *const root_names[] = { "kpis", NULL };
    if (!pack_object(b, root, root_names))
        return;
    struct pack_place list = place_member(root, "kpis");
    size_t n = pack_array(b, &list, 1, KPIS_MAX), codes_n = 0;
    struct pack_kpi *kpis = ARENA_ARRAY(b->a, n, struct pack_kpi);
    const char *codes[KPIS_MAX] = { NULL };
    for (size_t i = 0; i < n; i++) {
        struct pack_place p = place_element(&list, i);
        read_kpi(b, &p, &kpis[i]);
        pack_unique(b, &p, codes, &codes_n, kpis[i].code);
    }
    b->pack->kpis = kpis;
    b->pack->kpis_n = n;
    for (size_t s = 0; s < b->pack->segments_n; s++) {
        int sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += kpis[i].weights[s];
        if (sum != 100)
            pack_fault(b, &list, "weights of segment \"%s\" sum to %d, not 100",
                       b->pack->segments[s].code, sum);
    }
}

void pack_read_rights(struct pack_build *b, const struct pack_place *root) {
    static const char *const root_names[] = { "rights", NULL };
    static const char *const names[] = { "code", "kind", "text", "limit", "segments", NULL };
    static const char *const kinds[] = { "condition", "authority", NULL };
    if (!pack_object(b, root, root_names))
        return;
    struct pack_place list = place_member(root, "rights");
    size_t n = pack_array(b, &list, 1, RIGHTS_MAX), codes_n = 0;
    struct pack_right *rights = ARENA_ARRAY(b->a, n, struct pack_right);
    const char *codes[RIGHTS_MAX] = { NULL };
    for (size_t i = 0; i < n; i++) {
        struct pack_place p = place_element(&list, i);
        pack_object(b, &p, names);
        rights[i].code = pack_code(b, &p, "code");
        rights[i].kind = (enum pack_right_kind)pack_word(b, &p, "kind", kinds);
        rights[i].text = pack_text(b, &p, "text");
        rights[i].limit = pack_text_optional(b, &p, "limit");
        rights[i].segments = pack_segment_bits(b, &p);
        pack_unique(b, &p, codes, &codes_n, rights[i].code);
    }
    b->pack->rights = rights;
    b->pack->rights_n = n;
}

static void read_provisions(struct pack_build *b, const struct pack_place *root) {
    static const char *const names[] = { "code", "kind", "text", "segments", NULL };
    static const char *const kinds[] = { "overview",  "purpose",       "reporting", "substitution",
                                         "documents", "qualification", NULL };
    struct pack_place list = place_member(root, "provisions");
    size_t n = pack_array(b, &list, 1, PROVISIONS_MAX), codes_n = 0;
    struct pack_provision *provisions = ARENA_ARRAY(b->a, n, struct pack_provision);
    const char *codes[PROVISIONS_MAX] = { NULL };
    for (size_t i = 0; i < n; i++) {
        struct pack_place p = place_element(&list, i);
        pack_object(b, &p, names);
        provisions[i].code = pack_code(b, &p, "code");
        provisions[i].kind = (enum pack_provision_kind)pack_word(b, &p, "kind", kinds);
        provisions[i].text = pack_text(b, &p, "text");
        provisions[i].segments = pack_segment_bits(b, &p);
        pack_unique(b, &p, codes, &codes_n, provisions[i].code);
    }
    b->pack->provisions = provisions;
    b->pack->provisions_n = n;
}

/* One text per competency: none twice, none left out. */
static void read_requirements(struct pack_build *b, const struct pack_place *root) {
    static const char *const names[] = { "competency", "text", "evidence", NULL };
    size_t all_n = b->pack->competencies_n;
    struct pack_requirement *texts = ARENA_ARRAY(b->a, all_n, struct pack_requirement);
    b->pack->requirements = texts;
    struct pack_place list = place_member(root, "requirements");
    size_t n = pack_array(b, &list, 1, PACK_COMPETENCIES_MAX);
    for (size_t i = 0; i < n; i++) {
        struct pack_place p = place_element(&list, i);
        pack_object(b, &p, names);
        struct pack_place code = place_member(&p, "competency");
        size_t at = pack_link_at(b, &code, pack_find_competency, "competency");
        struct pack_requirement one = { .text = pack_text(b, &p, "text"),
                                        .evidence = pack_text(b, &p, "evidence") };
        if (at == PACK_NONE)
            continue;
        if (text2_has(&texts[at].text))
            pack_fault(b, &code, "has a requirement text already");
        texts[at] = one;
    }
    for (size_t i = 0; i < all_n; i++)
        if (!text2_has(&texts[i].text))
            pack_fault(b, &list, "there is no text for the competency \"%s\"",
                       b->pack->competencies[i].code);
}

void pack_read_instruction(struct pack_build *b, const struct pack_place *root) {
    static const char *const root_names[] = { "provisions", "requirements", NULL };
    if (!pack_object(b, root, root_names))
        return;
    read_provisions(b, root);
    read_requirements(b, root);
}
