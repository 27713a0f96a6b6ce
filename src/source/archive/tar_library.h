/* SPDX-License-Identifier: MIT */
/*
 * libarchive, loaded when the first archive is read. Its library brings a dozen
 * others with it (of XML, Unicode and packers that are not used here), which
 * each start of the program would pay for: a third of its time, and 2.5 MB.
 */
#ifndef HSCAN_SOURCE_ARCHIVE_TAR_LIBRARY_H
#define HSCAN_SOURCE_ARCHIVE_TAR_LIBRARY_H

#include <archive.h>
#include <archive_entry.h>

#include <healthscan/status.h>

/* What is used of it, by its names there without "archive_". */
struct tar_library {
	__typeof__(&archive_read_new) read_new;
	__typeof__(&archive_read_support_format_tar) read_support_format_tar;
	__typeof__(&archive_read_open) read_open;
	__typeof__(&archive_read_next_header) read_next_header;
	__typeof__(&archive_read_data_block) read_data_block;
	__typeof__(&archive_read_free) read_free;
	__typeof__(&archive_error_string) error_string;
	__typeof__(&archive_errno) error_number;
	__typeof__(&archive_set_error) set_error;
	__typeof__(&archive_entry_pathname) entry_pathname;
	__typeof__(&archive_entry_filetype) entry_filetype;
	__typeof__(&archive_entry_hardlink) entry_hardlink;
	__typeof__(&archive_entry_symlink) entry_symlink;
};

/* Loads it, once; it stays. Not to be called by two threads at a time. Fails
 * with HSCAN_EREFUSED where it is not installed. */
HSCAN_CHECK enum hscan_status tar_library_load(
    const struct tar_library **out, struct hscan_error *err);

#endif
