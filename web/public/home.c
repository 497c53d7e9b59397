/* GET / and /en/: what this is, in ten seconds; then an article on the role. */
#include "web/public/home.h"

#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/tpl/public_home.h"
#include "web/public/pages.h"

/* Sample rows, said to be a sample in the caption: three who cannot be told apart, three below. */
static const struct plot_point SAMPLE[] = {
    { "K-114", 78, 72, 84, true },  { "K-052", 75, 69, 81, true },  { "K-201", 74, 68, 80, true },
    { "K-087", 66, 60, 72, false }, { "K-143", 64, 58, 70, false }, { "K-176", 61, 52, 70, false },
};

static struct home_duties duties(enum lang lang, struct arena *a) {
    const struct home_duty rows[] = {
        { msg_home_duty_1(lang, a), msg_home_shows_1(lang, a) },
        { msg_home_duty_2(lang, a), msg_home_shows_2(lang, a) },
        { msg_home_duty_3(lang, a), msg_home_shows_3(lang, a) },
        { msg_home_duty_4(lang, a), msg_home_shows_4(lang, a) },
        { msg_home_duty_5(lang, a), msg_home_shows_5(lang, a) },
    };
    size_t n = sizeof rows / sizeof rows[0];
    struct home_duty *v = ARENA_ARRAY(a, n, struct home_duty);
    for (size_t i = 0; i < n; i++)
        v[i] = rows[i];
    return (struct home_duties){ v, n };
}

enum errc public_home(struct request *req, struct err *e) {
    (void)e;
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    struct public_home_view view = {
        .page = page_of(req, CHROME_PUBLIC, msg_home_title(lang, a), NULL),
        .plot = plot_of(lang, a, SAMPLE, sizeof SAMPLE / sizeof SAMPLE[0], (struct chart_axis){ 40, 90 }, 70,
                        msg_home_figure_caption(lang, a)),
        .request = public_path(lang, a, "/request"),
        .how = public_path(lang, a, "/how"),
        .duties = duties(lang, a),
    };
    tpl_public_home(reply_html(req, 200), &view);
    req->reply.cacheable = true;
    return OK;
}
