/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An archive made by hand, entry by entry, stored; faults are planted by changing its bytes. */
#ifndef FPK_TESTS_RECORD_NPZ_H
#define FPK_TESTS_RECORD_NPZ_H

#include "../check.h"

struct archive {
    unsigned char bytes[4096], directory[1024];
    size_t n, n_directory, entries;
};

/* CRC-32 bit by bit (ISO 3309), so that zlib's table is not tested against itself. */
static inline uint32_t crc_of(const unsigned char *b, size_t n)
{
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < n; i++) {
        crc ^= b[i];
        for (int k = 0; k < 8; k++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

static inline void put_number(unsigned char *b, uint32_t v, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        b[i] = (unsigned char)(v >> (8 * i));
}

static inline void add_entry(struct archive *a, const char *name, const void *data, size_t n)
{
    unsigned char local[30] = "PK\3\4", central[46] = "PK\1\2";
    size_t length = strlen(name);
    uint32_t crc = crc_of(data, n);
    put_number(local + 14, crc, 4);
    put_number(local + 18, (uint32_t)n, 4);
    put_number(local + 22, (uint32_t)n, 4);
    put_number(local + 26, (uint32_t)length, 2);
    memcpy(central + 6, local + 4, 26);
    put_number(central + 42, (uint32_t)a->n, 4);
    memcpy(a->directory + a->n_directory, central, 46);
    memcpy(a->directory + a->n_directory + 46, name, length);
    a->n_directory += 46 + length;
    memcpy(a->bytes + a->n, local, 30);
    memcpy(a->bytes + a->n + 30, name, length);
    memcpy(a->bytes + a->n + 30 + length, data, n);
    a->n += 30 + length + n;
    a->entries++;
}

/* Adds NAME.npy with this header and data. */
static inline void add_npy(struct archive *a, const char *name, const char *header,
                           const void *data, size_t n)
{
    unsigned char bytes[1024] = "\x93NUMPY\x01";
    char full[64];
    size_t length = strlen(header);
    put_number(bytes + 8, (uint32_t)length, 2);
    memcpy(bytes + 10, header, length);
    memcpy(bytes + 10 + length, data, n);
    snprintf(full, sizeof full, "%s.npy", name);
    add_entry(a, full, bytes, 10 + length + n);
}

static inline void finish(struct archive *a)
{
    unsigned char end[22] = "PK\5\6";
    put_number(end + 8, (uint32_t)a->entries, 2);
    put_number(end + 10, (uint32_t)a->entries, 2);
    put_number(end + 12, (uint32_t)a->n_directory, 4);
    put_number(end + 16, (uint32_t)a->n, 4);
    memcpy(a->bytes + a->n, a->directory, a->n_directory);
    memcpy(a->bytes + a->n + a->n_directory, end, 22);
    a->n += a->n_directory + 22;
}

#endif
