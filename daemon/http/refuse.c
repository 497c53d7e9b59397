#include "daemon/http/refuse.h"

#include <stdio.h>
#include <sys/socket.h>
#include <time.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/base/log.h"
#include "daemon/http/conn.h"
#include "daemon/http/headers.h"
#include "daemon/http/limits.h"
#include "daemon/http/worker.h"

static const struct {
    int status;
    const char *reason, *ru, *en;
} WORDS[] = {
    { 400, "Bad Request", "Запрос не удалось разобрать.", "The request could not be understood." },
    { 403, "Forbidden", "Доступ закрыт.", "Access is not allowed." },
    { 404, "Not Found", "Такой страницы нет.", "There is no such page." },
    { 405, "Method Not Allowed", "Так к этой странице обращаться нельзя.",
      "This page cannot be asked for in this way." },
    { 409, "Conflict", "Данные уже изменились.", "The data have changed meanwhile." },
    { 410, "Gone", "Этой страницы больше нет.", "This page is no longer there." },
    { 413, "Content Too Large", "Запрос слишком большой.", "The request is too large." },
    { 414, "URI Too Long", "Адрес слишком длинный.", "The address is too long." },
    { 415, "Unsupported Media Type", "Такой вид данных не принимается.",
      "This kind of data is not accepted." },
    { 417, "Expectation Failed", "Запрос не удалось разобрать.",
      "The request could not be understood." },
    { 422, "Unprocessable Content", "Данные не приняты.", "The data were not accepted." },
    { 429, "Too Many Requests", "Слишком много запросов. Подождите немного.",
      "Too many requests. Please wait a little." },
    { 431, "Request Header Fields Too Large", "Запрос слишком большой.",
      "The request is too large." },
    { 501, "Not Implemented", "Сервер этого не умеет.", "The server does not do this." },
    { 503, "Service Unavailable", "Сервер занят. Попробуйте через минуту.",
      "The server is busy. Please try again in a minute." },
};

static size_t words_of(int status) {
    for (size_t i = 0; i < COUNT(WORDS); i++)
        if (WORDS[i].status == status)
            return i;
    return COUNT(WORDS);
}

void refuse_page(int status, struct buf *out) {
    size_t i = words_of(status);
    const char *ru = i < COUNT(WORDS) ? WORDS[i].ru : "Что-то сломалось у нас. Попробуйте ещё раз.";
    const char *en =
        i < COUNT(WORDS) ? WORDS[i].en : "Something broke on our side. Please try again.";
    buf_printf(out,
               "<!doctype html>\n<html lang=\"ru\">\n<head><meta charset=\"utf-8\">"
               "<meta name=\"viewport\" content=\"width=device-width\"><title>%d</title></head>\n"
               "<body><h1>%s</h1>\n<p lang=\"en\">%s</p></body>\n</html>\n",
               status, ru, en);
}

/* The whole reply, head and body, in HTTP/1.1. */
static void write_reply(const struct conn *c, int status, struct buf *out) {
    struct buf page;
    buf_init(&page, 4096);
    refuse_page(status, &page);
    char length[24] = "", date[40] = "";
    (void)snprintf(length, sizeof length, "%zu", page.len);
    struct reply reply = { .status = status,
                           .kind = REPLY_PAGE,
                           .content_type = "text/html; charset=utf-8" };
    struct headers_in in = { .https = c->worker->server->origin.https,
                             .length = length,
                             .retry_after = status == 503 ? "5" : NULL,
                             .close = true };
    struct header headers[HEADERS_MAX];
    size_t n = headers_list(&reply, &in, headers);
    size_t i = words_of(status);
    time_t now = time(NULL);
    struct tm tm = { 0 };
    (void)strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &tm));
    buf_printf(out, "HTTP/1.1 %d %s\r\nDate: %s\r\n", status,
               i < COUNT(WORDS) ? WORDS[i].reason : "Error", date);
    for (size_t h = 0; h < n; h++)
        buf_printf(out, "%s: %s\r\n", headers[h].name, headers[h].value);
    buf_puts(out, "\r\n");
    if (c->head.method != HEAD_M_HEAD)
        buf_put(out, page.data, page.len);
    buf_fini(&page);
}

/* Give the connection back to evhttp for the one thing left to do: free it. */
static void give_back(struct conn *c) {
    struct bufferevent *bev = c->bev;
    void (*event)(struct bufferevent *, short, void *) = c->evhttp_event;
    void *evcon = c->evcon;
    bufferevent_setcb(bev, NULL, NULL, event, evcon);
    event(bev, BEV_EVENT_READING | BEV_EVENT_EOF, evcon);
}

static void on_event(struct bufferevent *bev, short what, void *arg) {
    (void)bev;
    (void)what;
    give_back(arg);
}

/* What still comes is thrown away: closing on unread bytes would reset the connection, and the
 * client might never see the answer. */
static void on_read(struct bufferevent *bev, void *arg) {
    (void)arg;
    struct evbuffer *in = bufferevent_get_input(bev);
    (void)evbuffer_drain(in, evbuffer_get_length(in));
}

static void on_written(struct bufferevent *bev, void *arg) {
    struct conn *c = arg;
    (void)shutdown(c->fd, SHUT_WR);
    bufferevent_setcb(bev, on_read, NULL, on_event, c);
    on_read(bev, c);
    bufferevent_disable(bev, EV_WRITE);
    bufferevent_enable(bev, EV_READ);
}

void refuse(struct conn *c, int status, const char *why) {
    struct bufferevent *bev = c->bev;
    atomic_fetch_add_explicit(&c->worker->server->metrics.refused, 1, memory_order_relaxed);
    char network[ADDRESS_TEXT_MAX];
    log_line(LOG_INFO, "refused", "status=%d why=%s net=%s", status, log_value(why),
             address_network(&c->from, network));
    bufferevent_getcb(bev, NULL, NULL, &c->evhttp_event, NULL);
    /* No read callback until the answer has left: evhttp may have one pending, which would be
     * called with evhttp's argument. */
    bufferevent_setcb(bev, NULL, on_written, on_event, c);
    conn_enter(c, CONN_LINGER);
    struct buf reply;
    buf_init(&reply, 8192);
    write_reply(c, status, &reply);
    evbuffer_add(bufferevent_get_output(bev), reply.data, reply.len);
    buf_fini(&reply);
    bufferevent_disable(bev, EV_READ);
    bufferevent_enable(bev, EV_WRITE);
}
