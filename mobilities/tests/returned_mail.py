"""Mail that came back, as mail servers write it. Invented addresses; the words are those the servers use."""

POSTFIX = """\
Return-Path: <>
Date: Mon, 30 May 2022 08:00:02 +0300 (EEST)
From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: tilts@example.org
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="4BC1F.1653/mail.example.org"

This is a MIME-encapsulated message.

--4BC1F.1653/mail.example.org
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

This is the mail system at host mail.example.org.

<{email}>: host mx.example.net[192.0.2.7] said: 550 5.1.1 User unknown

--4BC1F.1653/mail.example.org
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
X-Postfix-Queue-ID: 4BC1F
Arrival-Date: Mon, 30 May 2022 08:00:01 +0300 (EEST)

Final-Recipient: rfc822; {email}
Original-Recipient: rfc822;{email}
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example.net
Diagnostic-Code: smtp; 550 5.1.1 <{email}>: Recipient address rejected: User unknown

--4BC1F.1653/mail.example.org
Content-Description: Undelivered Message
Content-Type: message/rfc822

From: tilts@example.org
To: {email}
Subject: =?utf-8?q?P=C4=81rskats?=
Message-ID: <{key}@example.org>

Teksts

--4BC1F.1653/mail.example.org--
"""

EXCHANGE = """\
From: <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@skola.example.org>
To: <tilts@example.org>
Date: Mon, 30 May 2022 05:00:04 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="c1b2f9de-0f5c-4be2-8c06-8e1d8d7c5c6a"
X-MS-Exchange-Message-Is-Ndr:
Content-Language: en-GB
Message-ID: <e31ee2c5-7ef1-4bd6-8d7c-1a5c0d6ef0d5@AM0EUR02.eop-EUR02.prod.protection.outlook.com>
In-Reply-To: <{key}@example.org>
References: <{key}@example.org>
Subject: Undeliverable: Report on the time abroad
MIME-Version: 1.0

--c1b2f9de-0f5c-4be2-8c06-8e1d8d7c5c6a
Content-Type: text/html; charset="us-ascii"

<html><body><p>Your message couldn't be delivered.</p></body></html>
--c1b2f9de-0f5c-4be2-8c06-8e1d8d7c5c6a
Content-Type: message/delivery-status

Reporting-MTA: dns;DB9PR04MB8123.eurprd04.prod.outlook.com
Received-From-MTA: dns;mail.example.org
Arrival-Date: Mon, 30 May 2022 05:00:03 +0000

Final-Recipient: rfc822;{email}
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp;554 5.2.2 mailbox full;
 STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded
X-Display-Name: Anna

--c1b2f9de-0f5c-4be2-8c06-8e1d8d7c5c6a
Content-Type: text/rfc822-headers

Message-ID: <{key}@example.org>
To: {email}

--c1b2f9de-0f5c-4be2-8c06-8e1d8d7c5c6a--
"""

GMAIL = """\
Delivered-To: tilts@example.org
Return-Path: <>
Content-Type: multipart/report; boundary="0000000000001f7b5c05e02f1e0a"; report-type=delivery-status
To: tilts@example.org
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
Subject: Delivery Status Notification (Failure)
X-Failed-Recipients: {email}
Auto-Submitted: auto-replied
Message-ID: <6294501c.1c69fb81.1d3a8.2d0e.GMR@mx.google.com>
Date: Sun, 29 May 2022 22:01:16 -0700 (PDT)

--0000000000001f7b5c05e02f1e0a
Content-Type: multipart/related; boundary="0000000000001f815405e02f1e0d"

--0000000000001f815405e02f1e0d
Content-Type: text/plain; charset="UTF-8"

** Address not found **
--0000000000001f815405e02f1e0d--
--0000000000001f7b5c05e02f1e0a
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Arrival-Date: Sun, 29 May 2022 22:01:15 -0700 (PDT)
X-Original-Message-ID: <{key}@example.org>

Final-Recipient: rfc822; {email}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.
Last-Attempt-Date: Sun, 29 May 2022 22:01:16 -0700 (PDT)

--0000000000001f7b5c05e02f1e0a--
"""

OUT_OF_OFFICE = """\
From: {email}
To: tilts@example.org
Subject: Automatic reply: Report on the time abroad
In-Reply-To: <{key}@example.org>
Auto-Submitted: auto-replied
Content-Type: text/plain

I am away until Monday.
"""


def mail(sample: str, *, key: object, email: str) -> bytes:
    return sample.format(key=key, email=email).replace("\n", "\r\n").encode()
