#include <stdio.h>
#include <string.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "web/commands/commands.h"
#include "web/kit/app.h"

int command_pack(const struct conf *conf, struct arena *a) {
    if (conf->args_n != 2 || strcmp(conf->args[0], "validate") != 0) {
        (void)fprintf(stderr, "otbor: usage: otbor pack validate PATH\n");
        return 2;
    }
    struct err e = { 0 };
    const struct pack *pack = NULL;
    struct pack_faults *faults = ARENA_NEW(a, struct pack_faults);
    enum errc code = app_read_pack(conf->args[1], a, &pack, faults, &e);
    for (size_t i = 0; i < faults->n; i++) {
        const struct pack_fault *fault = &faults->list[i];
        (void)printf("%s%s%s: %s\n", fault->file, fault->path[0] != '\0' ? " " : "", fault->path,
                     fault->reason);
    }
    if (faults->total > faults->n)
        (void)printf("and %zu more\n", faults->total - faults->n);
    if (code == OK) {
        (void)printf("%s %s: no fault; %zu competencies, %zu duties, %zu fields, %zu instruments\n",
                     pack->code, pack->version, pack->competencies_n, pack->duties_n, pack->fields_n,
                     pack->instruments_n);
        return 0;
    }
    if (faults->n == 0)
        (void)fprintf(stderr, "otbor: %s\n", e.msg);
    return 1;
}
