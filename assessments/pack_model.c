/* assessments/pack_model.c — competencies, clusters, segment profiles, sizes. */
#include <string.h>

#include "assessments/pack_read.h"
#include "daemon/base/arena.h"

#define CLUSTERS_MAX   16
#define SIZES_MAX      8
#define BEHAVIOURS_MAX 12
#define DELTA_MAX      20

void pack_read_clusters(struct pack_build *b, const struct pack_place *root) {
    static const char *const root_names[] = { "clusters", "segments", "sizes", NULL };
    static const char *const names[] = { "code", "name", NULL };
    if (!pack_object(b, root, root_names))
        return;
    struct pack_place list = place_member(root, "clusters");
    size_t n = pack_array(b, &list, 1, CLUSTERS_MAX), codes_n = 0;
    struct pack_cluster *clusters = ARENA_ARRAY(b->a, n, struct pack_cluster);
    const char *codes[CLUSTERS_MAX] = { NULL };
    for (size_t i = 0; i < n; i++) {
        struct pack_place p = place_element(&list, i);
        pack_object(b, &p, names);
        clusters[i].code = pack_code(b, &p, "code");
        clusters[i].name = pack_text(b, &p, "name");
        pack_unique(b, &p, codes, &codes_n, clusters[i].code);
    }
    b->pack->clusters = clusters;
    b->pack->clusters_n = n;
}

static void read_competency(struct pack_build *b, const struct pack_place *p,
                            struct pack_competency *c) {
    static const char *const names[] = { "code",    "cluster",  "name", "definition", "behaviours",
                                         "anchors", "question", "trap", "strength",   NULL };
    pack_object(b, p, names);
    c->code = pack_code(b, p, "code");
    struct pack_place cluster = place_member(p, "cluster");
    c->cluster = pack_link_at(b, &cluster, pack_find_cluster, "cluster");
    c->name = pack_text(b, p, "name");
    c->definition = pack_text(b, p, "definition");
    c->behaviours = pack_texts(b, p, "behaviours", 1, BEHAVIOURS_MAX, &c->behaviours_n);
    size_t anchors_n = 0;
    const struct text2 *anchors = pack_texts(b, p, "anchors", PACK_LEVELS, PACK_LEVELS, &anchors_n);
    for (size_t i = 0; i < anchors_n; i++)
        c->anchors[i] = anchors[i];
    c->question = pack_text(b, p, "question");
    c->trap = pack_text(b, p, "trap");
    c->strength = pack_text(b, p, "strength");
}

void pack_read_competencies(struct pack_build *b, const struct pack_place *root) {
    static const char *const root_names[] = { "competencies", NULL };
    if (!pack_object(b, root, root_names))
        return;
    struct pack_place list = place_member(root, "competencies");
    size_t n = pack_array(b, &list, 1, PACK_COMPETENCIES_MAX), codes_n = 0;
    struct pack_competency *all = ARENA_ARRAY(b->a, n, struct pack_competency);
    const char *codes[PACK_COMPETENCIES_MAX] = { NULL };
    for (size_t i = 0; i < n; i++) {
        struct pack_place p = place_element(&list, i);
        read_competency(b, &p, &all[i]);
        pack_unique(b, &p, codes, &codes_n, all[i].code);
    }
    b->pack->competencies = all;
    b->pack->competencies_n = n;
}

static void read_row(struct pack_build *b, const struct pack_place *p, struct pack_profile_row *row) {
    static const char *const names[] = { "competency", "weight", "target", "minimum", NULL };
    pack_object(b, p, names);
    struct pack_place competency = place_member(p, "competency");
    row->competency = pack_link_at(b, &competency, pack_find_competency, "competency");
    row->weight = pack_int(b, p, "weight", 1, 100);
    row->target = pack_int(b, p, "target", 1, PACK_LEVELS);
    struct pack_place minimum = place_member(p, "minimum");
    if (minimum.value != NULL)
        row->minimum = pack_int_at(b, &minimum, 1, PACK_LEVELS);
    if (row->minimum > row->target)
        pack_fault(b, &minimum, "is above the target");
}

static void read_segment(struct pack_build *b, const struct pack_place *p, struct pack_segment *s) {
    static const char *const names[] = { "code", "name", "hint", "rows", NULL };
    pack_object(b, p, names);
    s->code = pack_code(b, p, "code");
    s->name = pack_text(b, p, "name");
    s->hint = pack_text(b, p, "hint");
    struct pack_place list = place_member(p, "rows");
    s->rows_n = pack_array(b, &list, 1, PACK_COMPETENCIES_MAX);
    struct pack_profile_row *rows = ARENA_ARRAY(b->a, s->rows_n, struct pack_profile_row);
    int sum = 0;
    for (size_t i = 0; i < s->rows_n; i++) {
        struct pack_place one = place_element(&list, i);
        read_row(b, &one, &rows[i]);
        sum += rows[i].weight;
        for (size_t j = 0; j < i; j++)
            if (rows[j].competency == rows[i].competency && rows[i].competency != PACK_NONE)
                pack_fault(b, &one, "the competency has a row already");
    }
    if (s->rows_n > 0 && sum != 100)
        pack_fault(b, &list, "weights sum to %d, not 100", sum);
    s->rows = rows;
}

static void read_segments(struct pack_build *b, const struct pack_place *root) {
    struct pack_place list = place_member(root, "segments");
    size_t n = pack_array(b, &list, 1, PACK_SEGMENTS_MAX), codes_n = 0;
    struct pack_segment *segments = ARENA_ARRAY(b->a, n, struct pack_segment);
    const char *codes[PACK_SEGMENTS_MAX] = { NULL };
    for (size_t i = 0; i < n; i++) {
        struct pack_place p = place_element(&list, i);
        read_segment(b, &p, &segments[i]);
        pack_unique(b, &p, codes, &codes_n, segments[i].code);
    }
    b->pack->segments = segments;
    b->pack->segments_n = n;
}

static void read_size(struct pack_build *b, const struct pack_place *p, struct pack_size *size) {
    static const char *const names[] = { "code", "name", "hint", "deltas", NULL };
    pack_object(b, p, names);
    size->code = pack_code(b, p, "code");
    size->name = pack_text(b, p, "name");
    size->hint = pack_text(b, p, "hint");
    int *deltas = ARENA_ARRAY(b->a, b->pack->competencies_n, int);
    size->deltas = deltas;
    struct pack_place list = place_member(p, "deltas");
    if (!pack_object(b, &list, NULL))
        return;
    for (size_t i = 0; i < list.value->children_n; i++) {
        const struct json *value = &list.value->children[i];
        struct pack_place one = { .up = &list, .name = value->name, .value = value };
        size_t competency = pack_find_competency(b->pack, value->name);
        int delta = pack_int_at(b, &one, -DELTA_MAX, DELTA_MAX);
        if (competency == PACK_NONE)
            pack_fault(b, &one, "there is no competency \"%.40s\"", value->name);
        else
            deltas[competency] = delta;
    }
}

static void read_sizes(struct pack_build *b, const struct pack_place *root) {
    struct pack_place list = place_member(root, "sizes");
    size_t n = pack_array(b, &list, 1, SIZES_MAX), codes_n = 0;
    struct pack_size *sizes = ARENA_ARRAY(b->a, n, struct pack_size);
    const char *codes[SIZES_MAX] = { NULL };
    for (size_t i = 0; i < n; i++) {
        struct pack_place p = place_element(&list, i);
        read_size(b, &p, &sizes[i]);
        pack_unique(b, &p, codes, &codes_n, sizes[i].code);
    }
    b->pack->sizes = sizes;
    b->pack->sizes_n = n;
}

void pack_read_profiles(struct pack_build *b, const struct pack_place *root) {
    if (root->value == NULL || root->value->type != JSON_OBJECT)
        return; /* said by pack_read_clusters */
    read_segments(b, root);
    read_sizes(b, root);
}
