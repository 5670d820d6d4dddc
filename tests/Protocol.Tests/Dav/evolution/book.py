"""Does to a book of Evolution's data server what a line of its input says, and answers with lines of JSON.

list -> the contacts' names and companies; add NAME -> a UID; company UID TEXT; delete UID; refresh.
"""
import json
import sys
import time

import gi

for name in ("EDataServer", "EBook", "EBookContacts"):
    gi.require_version(name, "1.2")
from gi.repository import EBook, EBookContacts, EDataServer, GLib

PATIENCE = 60
AT_ONCE = 0xFFFFFFFF


def open_book(registry, user, password):
    source = registry.ref_source("server-book")
    credentials = EDataServer.NamedParameters()
    credentials.set("username", user)
    credentials.set("password", password)
    # What Evolution's password prompt does.
    source.connect("credentials-required", lambda asking, *reason: asking.invoke_authenticate_sync(credentials, None))
    book = EBook.BookClient.connect_sync(source, AT_ONCE, None)
    late = time.monotonic() + PATIENCE
    while book.is_readonly():
        while GLib.MainContext.default().iteration(False):
            pass
        if time.monotonic() > late:
            sys.exit("The book stays closed.")
        time.sleep(0.02)
    return book


def contacts(book):
    _, found = book.get_contacts_sync("#t", None)
    return [{"uid": one.props.id, "name": one.props.full_name, "company": one.props.org} for one in found]


def run(book, command, *words):
    if command == "list":
        return contacts(book)
    if command == "refresh":
        return book.refresh_sync(None)
    if command == "add":
        card = f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{words[0]}\r\nEND:VCARD\r\n"
        return book.add_contact_sync(EBookContacts.Contact.new_from_vcard(card), 0, None)[1]
    if command == "company":
        _, contact = book.get_contact_sync(words[0], None)
        contact.props.org = words[1]
        return book.modify_contact_sync(contact, 0, None)
    if command == "delete":
        return book.remove_contact_by_uid_sync(words[0], 0, None)
    sys.exit(f"What is {command}?")


# Held, since without it nobody hears that a password is wanted.
sources = EDataServer.SourceRegistry.new_sync(None)
opened = open_book(sources, *sys.argv[1:3])
for line in sys.stdin:
    print(json.dumps(run(opened, *line.rstrip("\n").split("\t"))), flush=True)
