/* web/kit/embedded.h — the content that travels inside the program: shipped packs and legal texts.
 *
 * Names are paths in the source tree: "assessments/packs/client-manager/pack.json",
 * "web/texts/privacy.json".
 */
#ifndef WEB_KIT_EMBEDDED_H
#define WEB_KIT_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
    const char *name;
    const char *bytes; /* NUL-ended */
    size_t n;
};

/* All of them (generated, build/gen/embedded.c). Called at start, before threads. */
const struct embedded_file *embedded_files(size_t *ret_n);

/* The file with this name, or NULL. */
const struct embedded_file *embedded_find(const char *name);

#endif
