/* SPDX-License-Identifier: MIT */
/* From a status to an exit code; see exit.h. */
#include "cli/screen/exit.h"

#include <signal.h>
#include <stddef.h>

const struct exit_row exit_rows[] = {
    {EXIT_DONE, "done"},
    {EXIT_GATE_FAILED, "the gate of check, or of scan --fail-on, has failed"},
    {EXIT_USAGE, "wrong usage or configuration"},
    {EXIT_NO_DATA, "not enough data to decide"},
    {EXIT_SOURCE, "a source failed: network, authentication, rate limit; what "
		  "was fetched is kept, run again to go on"},
    {EXIT_LOCAL, "the store or a local file failed, or out of memory"},
    {EXIT_INTERRUPTED, "interrupted"},
    {EXIT_TERMINATED, "terminated"},
    {EXIT_DONE, NULL},
};

enum exit_code
exit_code_of(enum hscan_status status, int caught)
{
	switch (status) {
	case HSCAN_OK:
	case HSCAN_ECLOSED: return EXIT_DONE;
	case HSCAN_EINVAL: return EXIT_USAGE;
	case HSCAN_ENODATA: return EXIT_NO_DATA;
	case HSCAN_EPARSE:
	case HSCAN_ENET:
	case HSCAN_EAUTH:
	case HSCAN_ELIMIT:
	case HSCAN_ENOTFOUND:
	case HSCAN_EREFUSED: return EXIT_SOURCE;
	case HSCAN_EINTR:
		return caught == SIGTERM ? EXIT_TERMINATED : EXIT_INTERRUPTED;
	case HSCAN_ENOMEM:
	case HSCAN_EIO:
	case HSCAN_ESTORE: break;
	}
	return EXIT_LOCAL;
}
