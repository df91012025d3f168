/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/record/digest.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* FIPS 180-4, 4.2.2: the first 32 bits of the fractional parts of the cube roots of the first 64
 * primes. */
static const uint32_t k[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t turn(uint32_t x, int n)
{
    return x >> n | x << (32 - n);
}

/* Section 6.2.2: one block of 64 bytes, big-endian words. */
static void take_block(uint32_t state[8], const unsigned char *b)
{
    uint32_t w[64], s[8];
    for (int t = 0; t < 16; t++)
        w[t] = (uint32_t)b[4 * t] << 24 | (uint32_t)b[4 * t + 1] << 16 |
               (uint32_t)b[4 * t + 2] << 8 | b[4 * t + 3];
    for (int t = 16; t < 64; t++) {
        uint32_t s0 = turn(w[t - 15], 7) ^ turn(w[t - 15], 18) ^ w[t - 15] >> 3;
        uint32_t s1 = turn(w[t - 2], 17) ^ turn(w[t - 2], 19) ^ w[t - 2] >> 10;
        w[t] = s1 + w[t - 7] + s0 + w[t - 16];
    }
    memcpy(s, state, sizeof s);
    for (int t = 0; t < 64; t++) {
        uint32_t sum1 = turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25);
        uint32_t choose = (s[4] & s[5]) ^ (~s[4] & s[6]);
        uint32_t t1 = s[7] + sum1 + choose + k[t] + w[t];
        uint32_t sum0 = turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22);
        uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        memmove(s + 1, s, 7 * sizeof s[0]);
        s[4] += t1;
        s[0] = t1 + sum0 + majority;
    }
    for (int i = 0; i < 8; i++)
        state[i] += s[i];
}

void fpk_digest_init(struct fpk_digest *digest)
{
    *digest = (struct fpk_digest){.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                            0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
}

void fpk_digest_add(struct fpk_digest *digest, const void *bytes, size_t n)
{
    const unsigned char *b = bytes;
    size_t held = digest->length % 64;
    digest->length += n;
    if (held) {
        size_t take = n < 64 - held ? n : 64 - held;
        memcpy(digest->block + held, b, take);
        b += take;
        n -= take;
        if (held + take < 64)
            return;
        take_block(digest->state, digest->block);
    }
    for (; n >= 64; b += 64, n -= 64)
        take_block(digest->state, b);
    if (n)
        memcpy(digest->block, b, n);
}

void fpk_digest_text(struct fpk_digest *digest, char out[FPK_DIGEST_TEXT])
{
    /* Section 5.1.1: a one bit, zeros up to 56 mod 64, the length in bits as 64 bits. */
    uint64_t bits = digest->length * 8;
    unsigned char pad[72] = {0x80};
    size_t n = (digest->length % 64 < 56 ? 56 : 120) - digest->length % 64;
    for (int i = 0; i < 8; i++)
        pad[n + (size_t)i] = (unsigned char)(bits >> (56 - 8 * i));
    fpk_digest_add(digest, pad, n + 8);
    for (int i = 0; i < 8; i++)
        snprintf(out + 8 * i, 9, "%08x", (unsigned)digest->state[i]);
}

enum fpk_status fpk_digest_file(const char *path, char out[FPK_DIGEST_TEXT])
{
    enum { PIECE = 1 << 16 };
    FILE *file = fopen(path, "rb");
    FPK_CHECK(file, errno == ENOENT ? FPK_USAGE : FPK_IO, "%s: cannot be read: %s", path,
              strerror(errno));
    struct fpk_digest digest;
    fpk_digest_init(&digest);
    unsigned char piece[PIECE];
    size_t n;
    while ((n = fread(piece, 1, PIECE, file)) > 0)
        fpk_digest_add(&digest, piece, n);
    int why = ferror(file) ? errno : 0;
    fclose(file);
    FPK_CHECK(!why, FPK_IO, "%s: cannot be read: %s", path, strerror(why));
    fpk_digest_text(&digest, out);
    return FPK_OK;
}
