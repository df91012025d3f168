/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/lab/checkpoint.h"

#include "fpk/base/memory.h"
#include "fpk/record/file.h"
#include "fpk/record/text.h"

#include <stdint.h>
#include <string.h>
#include <unistd.h>

/* File: this line, the digest of the provenance and a newline; for every array a length and the
 * key, a length and the numbers; at the end the SHA-256 of all before it. Machine's own byte order:
 * a checkpoint does not travel. */
static const char magic[] = "fpk checkpoint 1\n";

static enum fpk_status append(struct fpk_checkpoint *c, struct fpk_kept entry)
{
    if (c->n == c->room) {
        struct fpk_kept *kept = NULL;
        size_t room = c->room ? 2 * c->room : 8;
        FPK_TRY(fpk_allocate(&kept, room));
        if (c->n)
            memcpy(kept, c->kept, c->n * sizeof *kept);
        fpk_release(&c->kept);
        c->kept = kept;
        c->room = room;
    }
    c->kept[c->n++] = entry;
    return FPK_OK;
}

enum fpk_status fpk_checkpoint_put(struct fpk_checkpoint *c, const char *key, size_t n,
                                   const double *value)
{
    struct fpk_kept entry = {.n = n};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_copy_text(&entry.key, key));
    FPK_TRY_DONE(status, fpk_allocate(&entry.value, n));
    memcpy(entry.value, value, n * sizeof *value);
    c->unsaved = true;
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->kept[i].key, key) == 0) {
            fpk_release(&c->kept[i].key);
            fpk_release(&c->kept[i].value);
            c->kept[i] = entry;
            return FPK_OK;
        }
    status = append(c, entry);
    if (status == FPK_OK)
        return FPK_OK;
done:
    fpk_release(&entry.key);
    fpk_release(&entry.value);
    return status;
}

const double *fpk_checkpoint_find(const struct fpk_checkpoint *c, const char *key, size_t n)
{
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->kept[i].key, key) == 0)
            return c->kept[i].n == n ? c->kept[i].value : NULL;
    return NULL;
}

/* ---- reading ---- */

struct reader {
    const char *at;
    size_t left;
};

static bool take(struct reader *r, void *out, size_t n)
{
    if (n > r->left)
        return false;
    memcpy(out, r->at, n);
    r->at += n;
    r->left -= n;
    return true;
}

/* The file's last 64 bytes are the digest of those before. */
static bool intact(const char *bytes, size_t n)
{
    struct fpk_digest digest;
    char text[FPK_DIGEST_TEXT];
    if (n < sizeof magic + 2 * (FPK_DIGEST_TEXT - 1))
        return false;
    fpk_digest_init(&digest);
    fpk_digest_add(&digest, bytes, n - (FPK_DIGEST_TEXT - 1));
    fpk_digest_text(&digest, text);
    return memcmp(text, bytes + n - (FPK_DIGEST_TEXT - 1), FPK_DIGEST_TEXT - 1) == 0;
}

static bool same_run(struct reader *r, const char *digest)
{
    char head[sizeof magic - 1], own[FPK_DIGEST_TEXT];
    return take(r, head, sizeof head) && memcmp(head, magic, sizeof head) == 0 &&
           take(r, own, sizeof own) && memcmp(own, digest, FPK_DIGEST_TEXT - 1) == 0;
}

/* Whole entries until the end; a length that does not fit ends the reading. */
static enum fpk_status take_entries(struct fpk_checkpoint *c, struct reader *r)
{
    char key[256];
    uint64_t length, n;
    double *value = NULL;
    while (take(r, &length, sizeof length) && length < sizeof key && take(r, key, length) &&
           take(r, &n, sizeof n) && n <= r->left / sizeof *value) {
        key[length] = '\0';
        FPK_TRY(fpk_allocate(&value, n));
        enum fpk_status status = FPK_OK;
        if (take(r, value, n * sizeof *value))
            status = fpk_checkpoint_put(c, key, n, value);
        fpk_release(&value);
        FPK_TRY(status);
    }
    c->unsaved = false;
    return FPK_OK;
}

enum fpk_status fpk_checkpoint_open(struct fpk_checkpoint *c, const char *path, const char *digest)
{
    char *bytes = NULL;
    size_t n;
    *c = (struct fpk_checkpoint){0};
    memcpy(c->digest, digest, FPK_DIGEST_TEXT);
    enum fpk_status status = fpk_copy_text(&c->path, path);
    if (status == FPK_OK && fpk_file_exists(path)) {
        status = fpk_file_read(path, SIZE_MAX / 4, &bytes, &n);
        struct reader r = {.at = bytes, .left = n};
        if (status == FPK_OK && intact(bytes, n) && same_run(&r, digest)) {
            r.left -= FPK_DIGEST_TEXT - 1;
            status = take_entries(c, &r);
        }
        fpk_release(&bytes);
    }
    if (status != FPK_OK)
        fpk_checkpoint_clear(c);
    return status;
}

void fpk_checkpoint_clear(struct fpk_checkpoint *c)
{
    for (size_t i = 0; i < c->n; i++) {
        fpk_release(&c->kept[i].key);
        fpk_release(&c->kept[i].value);
    }
    fpk_release(&c->kept);
    fpk_release(&c->path);
    *c = (struct fpk_checkpoint){0};
}

/* ---- writing ---- */

enum fpk_status fpk_checkpoint_save(struct fpk_checkpoint *c)
{
    struct fpk_text out = {0};
    struct fpk_digest digest;
    char text[FPK_DIGEST_TEXT];
    fpk_text_add(&out, "%s%s\n", magic, c->digest);
    for (size_t i = 0; i < c->n; i++) {
        uint64_t length = strlen(c->kept[i].key), n = c->kept[i].n;
        fpk_text_add_bytes(&out, &length, sizeof length);
        fpk_text_add_bytes(&out, c->kept[i].key, length);
        fpk_text_add_bytes(&out, &n, sizeof n);
        fpk_text_add_bytes(&out, c->kept[i].value, n * sizeof *c->kept[i].value);
    }
    enum fpk_status status = fpk_text_status(&out);
    if (status == FPK_OK) {
        fpk_digest_init(&digest);
        fpk_digest_add(&digest, out.bytes, out.n);
        fpk_digest_text(&digest, text);
        fpk_text_add(&out, "%s", text);
        status = fpk_text_status(&out);
    }
    if (status == FPK_OK)
        status = fpk_file_write(c->path, out.bytes, out.n);
    fpk_text_clear(&out);
    if (status == FPK_OK)
        c->unsaved = false;
    return status;
}

void fpk_checkpoint_remove(struct fpk_checkpoint *c)
{
    if (c->path)
        unlink(c->path);
}
