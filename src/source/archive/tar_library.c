/* SPDX-License-Identifier: MIT */
/* Loads libarchive; see tar_library.h. */
#include "source/archive/tar_library.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"

/* Of the one library, for the whole program. */
static struct tar_library library;
static bool loaded;

/* A function's address as POSIX has it; ISO C knows no way from void *. */
static bool
find(void *handle, const char *name, void *out)
{
	void *found = dlsym(handle, name);

	memcpy(out, &found, sizeof(found));
	return found != NULL;
}

static bool
find_all(void *handle)
{
	const struct {
		const char *name;
		void *out;
	} wanted[] = {
	    {"archive_read_new", &library.read_new},
	    {"archive_read_support_format_tar",
		&library.read_support_format_tar},
	    {"archive_read_open", &library.read_open},
	    {"archive_read_next_header", &library.read_next_header},
	    {"archive_read_data_block", &library.read_data_block},
	    {"archive_read_free", &library.read_free},
	    {"archive_error_string", &library.error_string},
	    {"archive_errno", &library.error_number},
	    {"archive_set_error", &library.set_error},
	    {"archive_entry_pathname", &library.entry_pathname},
	    {"archive_entry_filetype", &library.entry_filetype},
	    {"archive_entry_hardlink", &library.entry_hardlink},
	    {"archive_entry_symlink", &library.entry_symlink},
	};
	bool all = true;

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		all &= find(handle, wanted[i].name, wanted[i].out);
	return all;
}

static enum hscan_status
fail(struct hscan_error *err)
{
	const char *why = dlerror();
	char shown[160];

	return hscan_fail(err, HSCAN_EREFUSED,
	    "it is not read: libarchive cannot be loaded: %s; install it, or "
	    "unpack the archive with tar, and name the folder",
	    hscan_safe(hscan_text_of(why ? why : "no reason is given"), shown,
		sizeof(shown)));
}

enum hscan_status
tar_library_load(const struct tar_library **out, struct hscan_error *err)
{
	void *handle;

	*out = &library;
	if (loaded)
		return HSCAN_OK;
	handle = dlopen(HSCAN_LIBARCHIVE, RTLD_NOW | RTLD_LOCAL);
	if (!handle)
		return fail(err);
	loaded = find_all(handle);
	if (loaded)
		return HSCAN_OK;
	(void)dlclose(handle);
	return fail(err);
}
