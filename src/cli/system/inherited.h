/* SPDX-License-Identifier: MIT */
/* Sockets that whoever started the program has opened for it, as systemd does:
 * sd_listen_fds(3). */
#ifndef HSCAN_CLI_SYSTEM_INHERITED_H
#define HSCAN_CLI_SYSTEM_INHERITED_H

/* How many there are, from descriptor 3 on: none where they are meant for
 * another process. Neither they nor the variables that tell of them go on to
 * the programs that we start. */
int inherited_sockets(void);

#endif
