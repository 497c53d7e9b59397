/* tests/bench/disk.c — the disk's own pace: append rows to a file, fdatasync, again.
 *
 *     disk DIR SECONDS ROWS
 *
 * Each turn appends ROWS rows of a hundred bytes with one write and makes them durable. Prints one line
 * of JSON: rows a second, and microseconds of a turn.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { ROW = 100, TIMES_MAX = 1 << 20 };

static uint64_t now_us(void) {
    struct timespec t = { 0 };
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static int compare(const void *x, const void *y) {
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: disk DIR SECONDS ROWS\n");
        return 2;
    }
    char path[4096];
    snprintf(path, sizeof path, "%s/disk.bench", argv[1]);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    size_t rows = strtoul(argv[3], NULL, 10), n = 0;
    char *bytes = malloc(rows * ROW);
    uint32_t *times = malloc(TIMES_MAX * sizeof *times);
    memset(bytes, 'x', rows * ROW);
    uint64_t from = now_us(), until = from + (uint64_t)(strtod(argv[2], NULL) * 1e6);
    for (uint64_t t = from; t < until && n < TIMES_MAX; n++) {
        if (write(fd, bytes, rows * ROW) != (ssize_t)(rows * ROW) || fdatasync(fd) != 0) {
            perror(path);
            return 1;
        }
        uint64_t end = now_us();
        times[n] = (uint32_t)(end - t);
        t = end;
    }
    double seconds = (double)(now_us() - from) / 1e6;
    unlink(path);
    qsort(times, n, sizeof *times, compare);
    printf("{\"rows_per_s\":%.1f,\"p50\":%u,\"p99\":%u}\n", (double)(n * rows) / seconds, times[n / 2],
           times[n * 99 / 100]);
    return 0;
}
