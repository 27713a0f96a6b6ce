/* SPDX-License-Identifier: MIT */
/* What all transports share; see transport.h. */
#include "http/transport.h"

void
hscan_wire_reply_init(struct hscan_wire_reply *reply)
{
	*reply = (struct hscan_wire_reply){.failure = HSCAN_OK};
	hscan_buf_init(&reply->headers, HSCAN_HEADERS_MAX);
	hscan_buf_init(&reply->body, SIZE_MAX);
}

void
hscan_wire_reply_clear(struct hscan_wire_reply *reply)
{
	hscan_buf_clear(&reply->headers);
	hscan_buf_clear(&reply->body);
	hscan_wire_reply_init(reply);
}

void
hscan_transport_close(struct hscan_transport *transport)
{
	if (transport)
		transport->ops->close(transport);
}
