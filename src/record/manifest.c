/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/record/manifest.h"

#include "fpk/base/isa.h"
#include "fpk/base/memory.h"
#include "manifest_priv.h"

#include <hdf5.h>
#include <jansson.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

const char *fpk_version(void)
{
    return fpk_build_version;
}

const char *fpk_commit(void)
{
    return fpk_build_commit;
}

static void add_libraries(struct fpk_json_writer *w)
{
    char hdf5[32];
    unsigned major = 0, minor = 0, release = 0;
    H5get_libversion(&major, &minor, &release);
    snprintf(hdf5, sizeof hdf5, "%u.%u.%u", major, minor, release);
    fpk_json_object_begin(w, "libraries");
    fpk_json_add_text(w, "hdf5", hdf5);
    fpk_json_add_text(w, "jansson", JANSSON_VERSION);
    fpk_json_object_end(w);
}

void fpk_manifest_build(struct fpk_json_writer *w)
{
    fpk_json_add_text(w, "version", fpk_version());
    fpk_json_add_text(w, "commit", fpk_commit());
#if defined(__clang__)
    fpk_json_add_text(w, "compiler", __VERSION__);
#else
    fpk_json_add_text(w, "compiler", "GCC " __VERSION__);
#endif
    fpk_json_add_text(w, "build", fpk_build_kind);
    fpk_json_add_text(w, "isa", fpk_isa_name(fpk_isa()));
    add_libraries(w);
}

static void add_circumstances(struct fpk_json_writer *w, const struct fpk_manifest *manifest)
{
    struct utsname host;
    char now[32] = "";
    time_t t = time(NULL);
    struct tm utc;
    if (gmtime_r(&t, &utc))
        strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", &utc);
    fpk_json_add_text(w, "written", now);
    if (uname(&host) == 0) {
        fpk_json_add_text(w, "host", host.nodename);
        fpk_json_add_text(w, "system", host.sysname);
        fpk_json_add_text(w, "release", host.release);
        fpk_json_add_text(w, "machine", host.machine);
    }
    if (manifest->threads > 0)
        fpk_json_add_integer(w, "threads", manifest->threads);
    if (manifest->seconds >= 0)
        fpk_json_add_number(w, "seconds", manifest->seconds);
}

enum fpk_status fpk_manifest_write(const struct fpk_manifest *manifest, const char *folder)
{
    struct fpk_json_writer w = {0};
    char *path = NULL;
    size_t room = strlen(folder) + sizeof "/manifest.json";
    FPK_TRY(fpk_allocate(&path, room));
    snprintf(path, room, "%s/manifest.json", folder);
    fpk_json_object_begin(&w, NULL);
    fpk_json_add_text(&w, "command", manifest->command ? manifest->command : "");
    fpk_manifest_build(&w);
    add_circumstances(&w, manifest);
    fpk_json_object_begin(&w, "files");
    for (size_t i = 0; i < manifest->n_file; i++)
        fpk_json_add_text(&w, manifest->file[i], manifest->digest[i]);
    fpk_json_object_end(&w);
    fpk_json_object_end(&w);
    enum fpk_status status = fpk_json_save(&w, path);
    fpk_release(&path);
    return status;
}
