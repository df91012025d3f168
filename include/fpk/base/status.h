/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Status: how a function says that it could not do what was asked, and why, to a person.
 *
 * Every function that data, files or step sizes can make fail returns an fpk_status. The code is
 * also the exit code of the command line (docs/verdicts.md). The sentence that goes with a failure
 * lives in a buffer of the calling thread; inside a parallel loop workers return numbers and the
 * caller forms the sentence after the loop (see base/failure.h). */
#ifndef FPK_BASE_STATUS_H
#define FPK_BASE_STATUS_H

enum fpk_status {
    FPK_OK = 0,           /* done, or accepted */
    FPK_REJECTED = 1,     /* a verdict, not an error: the two sides disagree */
    FPK_USAGE = 2,        /* bad option, value, formula, or input file content */
    FPK_INCONCLUSIVE = 3, /* a verdict: the numbers cannot decide */
    FPK_NUMERIC = 70,     /* a result is not finite, or an internal limit was reached */
    FPK_IO = 74,          /* reading or writing failed: disk full, no permission */
    FPK_STOPPED = 75      /* stopped at a checkpoint; the same command resumes */
};

#define FPK_MESSAGE_MAX 1024 /* bytes of a message, the final NUL included */

#if defined(__GNUC__)
#define FPK_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define FPK_MUST_USE          __attribute__((warn_unused_result))
#else
#define FPK_PRINTF(fmt, args)
#define FPK_MUST_USE
#endif

/* Stores the formatted sentence for this thread and returns `code`, so that a failing function can
 * end with `return fpk_fail(FPK_USAGE, "what, where, why; what to do", ...)`. What it quotes may be
 * hostile: control characters and bytes that are not UTF-8 are stored as '?', so that a message is
 * one line that does nothing to a terminal. */
enum fpk_status fpk_fail(enum fpk_status code, const char *format, ...) FPK_PRINTF(2, 3);

/* Puts "context: " in front of the stored sentence and returns `code` unchanged. */
enum fpk_status fpk_fail_context(enum fpk_status code, const char *format, ...) FPK_PRINTF(2, 3);

/* The last sentence stored by this thread; "" when there is none. Borrowed, valid until the next
 * failure on the same thread. */
const char *fpk_message(void);

/* Forgets the stored sentence. */
void fpk_message_clear(void);

/* Leave the function with the status of `call` unless it is FPK_OK. */
#define FPK_TRY(call)                                                                              \
    do {                                                                                           \
        enum fpk_status fpk_try_ = (call);                                                         \
        if (fpk_try_ != FPK_OK)                                                                    \
            return fpk_try_;                                                                       \
    } while (0)

/* The same for functions that own something: store in `status` and jump to `done:`. */
#define FPK_TRY_DONE(status, call)                                                                 \
    do {                                                                                           \
        (status) = (call);                                                                         \
        if ((status) != FPK_OK)                                                                    \
            goto done;                                                                             \
    } while (0)

/* Fail with `code` and a formatted sentence unless `condition` holds. */
#define FPK_CHECK(condition, code, ...)                                                            \
    do {                                                                                           \
        if (!(condition))                                                                          \
            return fpk_fail((code), __VA_ARGS__);                                                  \
    } while (0)

#endif
