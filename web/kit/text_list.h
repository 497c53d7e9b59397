/* web/kit/text_list.h — several texts, as views and templates take them.
 */
#ifndef WEB_KIT_TEXT_LIST_H
#define WEB_KIT_TEXT_LIST_H

#include <stddef.h>

struct text_list {
    const char *const *v;
    size_t n;
};

#endif
