/* msggen — typed C functions out of the locales.
 *
 *   msggen OUT_DIR web/locales/ru/FILE.json … -- web/locales/en/FILE.json …
 *
 * Russian is the source: the order of its parameters is the order of the function's arguments.
 */
#include <stdio.h>
#include <string.h>

#include "daemon/gen/msggen.h"

int main(int argc, char **argv) {
    int split = 2;
    while (split < argc && strcmp(argv[split], "--") != 0)
        split++;
    if (split >= argc) {
        (void)fprintf(stderr, "usage: msggen OUT_DIR ru/FILE.json … -- en/FILE.json …\n");
        return 2;
    }
    gen_start();
    struct messages ru = msg_read((const char *const *)argv + 2, (size_t)split - 2);
    struct messages en =
        msg_read((const char *const *)argv + split + 1, (size_t)(argc - split) - 1);
    msg_check(&ru, MSG_RU);
    msg_check(&en, MSG_EN);
    msg_check_pair(&ru, &en);
    if (gen_complaints() == 0)
        msg_emit(argv[1], &ru, &en);
    return gen_finish();
}
