/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "zip_priv.h"

#include "fpk/base/memory.h"

#include <string.h>
#include <zlib.h>

enum {
    END = 22,     /* bytes of the record at the end, without its comment */
    CENTRAL = 46, /* of an entry of the directory, without name, extra field and comment */
    LOCAL = 30,   /* of an entry's own header, without name and extra field */
    STORED = 0,
    DEFLATED = 8,
    ENCRYPTED = 1,    /* flag */
    MOST_RATIO = 1040 /* deflate packs at most 258 bytes into 2 bits */
};

static unsigned u16(const unsigned char *b)
{
    return b[0] | (unsigned)b[1] << 8;
}

static uint32_t u32(const unsigned char *b)
{
    return u16(b) | (uint32_t)u16(b + 2) << 16;
}

static bool is(const unsigned char *b, unsigned char c, unsigned char d)
{
    return b[0] == 'P' && b[1] == 'K' && b[2] == c && b[3] == d;
}

static enum fpk_status broken(const struct fpk_zip *zip, const char *why)
{
    return fpk_fail(FPK_USAGE,
                    "%s: not a usable .npz file: %s; numpy.savez(name, x=x, ...) writes one",
                    zip->path, why);
}

/* The end record stands in front of a comment of up to 64 KiB, usually none. */
static enum fpk_status find_end(const struct fpk_zip *zip, const unsigned char **end)
{
    size_t n = zip->n, back = n < END + 65535 ? n : END + 65535;
    for (size_t k = END; k <= back; k++) {
        const unsigned char *b = zip->bytes + n - k;
        if (is(b, 5, 6) && u16(b + 20) == k - END) {
            *end = b;
            return FPK_OK;
        }
    }
    return broken(zip, n >= 4 && is(zip->bytes, 3, 4) ? "it ends too early; is it truncated?"
                                                      : "it is no ZIP archive");
}

bool fpk_zip_next(const struct fpk_zip *zip, size_t *at, struct fpk_zip_entry *entry)
{
    const unsigned char *b = zip->bytes + zip->directory + *at;
    size_t room = zip->directory_size - *at;
    if (room < CENTRAL || !is(b, 1, 2))
        return false;
    *entry = (struct fpk_zip_entry){.name = b + CENTRAL,
                                    .name_length = u16(b + 28),
                                    .flags = u16(b + 8),
                                    .method = u16(b + 10),
                                    .crc = u32(b + 16),
                                    .packed = u32(b + 20),
                                    .size = u32(b + 24),
                                    .header = u32(b + 42)};
    size_t length = CENTRAL + entry->name_length + u16(b + 30) + u16(b + 32);
    if (length > room)
        return false;
    *at += length;
    return true;
}

enum fpk_status fpk_zip_init(struct fpk_zip *zip, const char *path, const unsigned char *bytes,
                             size_t n)
{
    *zip = (struct fpk_zip){.path = path, .bytes = bytes, .n = n};
    const unsigned char *end = NULL;
    struct fpk_zip_entry entry;
    FPK_TRY(find_end(zip, &end));
    zip->entries = u16(end + 10);
    zip->directory_size = u32(end + 12);
    zip->directory = u32(end + 16);
    if (zip->entries == 0xffff || zip->directory == 0xffffffff)
        return broken(zip, "it is a ZIP64 archive, for files beyond 4 GiB");
    size_t room = (size_t)(end - bytes), at = 0, seen = 0;
    if (zip->directory > room || zip->directory_size > room - zip->directory)
        return broken(zip, "its directory lies outside the file; is it truncated?");
    while (fpk_zip_next(zip, &at, &entry))
        seen++;
    if (seen != zip->entries || at != zip->directory_size)
        return broken(zip, "its directory is damaged");
    return FPK_OK;
}

/* Where the packed bytes are: behind the local header, whose name and extra field may be longer
 * than the directory's. */
static enum fpk_status find_data(const struct fpk_zip *zip, const struct fpk_zip_entry *entry,
                                 const unsigned char **data)
{
    size_t room = zip->directory, start = entry->header;
    if (start > room || room - start < LOCAL || !is(zip->bytes + start, 3, 4))
        return broken(zip, "an entry is not where the directory says");
    const unsigned char *b = zip->bytes + start;
    start += LOCAL + u16(b + 26) + u16(b + 28);
    if (start > room || entry->packed > room - start)
        return broken(zip, "an entry reaches beyond the file; is it truncated?");
    *data = zip->bytes + start;
    return FPK_OK;
}

/* Raw deflate, the whole entry at once. */
static bool inflate_all(const struct fpk_zip_entry *entry, const unsigned char *data,
                        unsigned char *out)
{
    z_stream stream = {.next_in = (unsigned char *)data,
                       .avail_in = (uInt)entry->packed,
                       .next_out = out,
                       .avail_out = (uInt)entry->size};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        return false;
    int end = inflate(&stream, Z_FINISH);
    bool whole = end == Z_STREAM_END && stream.total_out == entry->size;
    inflateEnd(&stream);
    return whole;
}

/* Before memory is asked for: an entry that lies about its size cannot ask for much more than the
 * file itself holds. */
static enum fpk_status check_entry(const struct fpk_zip *zip, const struct fpk_zip_entry *entry)
{
    if (entry->flags & ENCRYPTED)
        return broken(zip, "an entry is encrypted");
    if (entry->method != STORED && entry->method != DEFLATED)
        return broken(zip, "an entry is neither stored nor deflated");
    if (entry->method == STORED && entry->size != entry->packed)
        return broken(zip, "an entry has two sizes");
    if (entry->size > FPK_ZIP_MOST || entry->size / MOST_RATIO > entry->packed)
        return broken(zip, "an entry promises more than it can hold");
    return FPK_OK;
}

enum fpk_status fpk_zip_unpack(const struct fpk_zip *zip, const struct fpk_zip_entry *entry,
                               unsigned char **out)
{
    const unsigned char *data = NULL;
    *out = NULL;
    FPK_TRY(check_entry(zip, entry));
    FPK_TRY(find_data(zip, entry, &data));
    FPK_TRY(fpk_allocate(out, entry->size));
    bool whole = true;
    if (entry->method == DEFLATED)
        whole = inflate_all(entry, data, *out);
    else
        memcpy(*out, data, entry->size);
    if (whole && crc32(crc32(0, NULL, 0), *out, (uInt)entry->size) == entry->crc)
        return FPK_OK;
    fpk_release(out);
    return broken(zip, "an entry is damaged (its CRC-32 is wrong)");
}
