using Microsoft.OpenApi;
using static ContactOffice.Api.OpenApi.Schema;

namespace ContactOffice.Api.OpenApi;

/// <summary>The schemas of what is written without a class: contacts, pages, changes, problems.</summary>
internal static class ContactSchemas
{
    public static void AddTo(OpenApiDocument document)
    {
        IOpenApiSchema Ref(string name) => new OpenApiSchemaReference(name, document);
        void Add(string name, OpenApiSchema schema) => document.AddComponent<IOpenApiSchema>(name, schema);

        Add("ContactFields", FieldSchemas.Of("A contact's values. What is empty is absent.", canClear: false));
        Add("ContactFieldsPatch", FieldSchemas.Of("A merge patch (RFC 7396): null clears, what is absent stays, a list replaces the list.", canClear: true));
        Add("ContactInput", Object("What a contact is made of.", ("fields", Ref("ContactFields"))));
        Add("ContactPatch", Object("What changes.", ("fields", Ref("ContactFieldsPatch"))));
        Add("Contact", Object(
            "A contact.",
            ("id", Text("32 hexadecimal digits.")), ("environment", Text("Its home: private, or a group's name; null where you do not see it.").OrNull()), ("uid", Text("The card's UID.")), ("version", Whole("Grows with every change.")),
            ("createdBy", Text()), ("createdAt", Text(format: "date-time")), ("modifiedBy", Text()), ("modifiedAt", Text(format: "date-time")),
            ("mayEdit", Flag("Whether you may change it.")), ("fields", Ref("ContactFields"))));
        Add("ContactList", Object("Contacts, in the order asked.", ("items", ListOf(Ref("Contact")))));
        Add("ContactSummary", Object(
            "A contact as lists show it.",
            ("id", Text()), ("version", Whole()), ("seq", Whole("The book's sequence number of its last change.")), ("name", Text("The display name.")),
            ("firstLast", Text("The name to show in the order First Last.")), ("lastFirst", Text("The name to show in the order Last, First.")),
            ("firstLastSort?", Text("How the name is read in the order First Last, where that is what it is sorted by.")),
            ("lastFirstSort?", Text("The same in the order Last, First.")),
            ("company?", Text()), ("jobTitle?", Text()), ("email?", Text()), ("phone?", Text()), ("picture?", Text("The picture's hash.")), ("kind?", Text("group for a list of contacts.")), ("comments?", Whole("How many comments it has."))));
        Add("ContactPage", Object(
            "A page of a book in display order.",
            ("items", ListOf(Ref("ContactSummary"))), ("total", Whole("How many match in all.")), ("offset", Whole("The index of the first.")),
            ("seq", Whole("The sequence number that the page shows.")), ("next", Text("The cursor of the next page; null on the last.").OrNull())));
        Add("BookLetters", Object(
            "The letters to jump by, in the list's order.",
            ("letters", ListOf(Object(
                "A letter with the accents that the language sorts as its own; # for digits and signs, a kana for its row, 漢 for Chinese characters, … for contacts without a name.",
                ("letter", Text()), ("offset", Whole("The index of the first entry that has it."))))),
            ("total", Whole("How many entries the list has.")), ("seq", Whole("The sequence number that this shows."))));
        Add("ContactChange", Object(
            "A contact that changed, as it is now.",
            ("id", Text()), ("seq", Whole()), ("version", Whole()), ("deleted", Flag()),
            ("summary", new OpenApiSchema { Description = "Null where it was deleted.", OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, Ref("ContactSummary")] })));
        Add("ContactChanges", Object(
            "What changed after since, up to seq.",
            ("since", Whole()), ("seq", Whole()), ("horizon", Whole("To be handed back with seq: deletions up to here are forgotten, and are no concern of who has read this.")),
            ("more", Flag("There is more: ask again at once with seq as since.")), ("changes", ListOf(Ref("ContactChange")))));
        Add("TrashPage", Object(
            "What was deleted from a book in the last 30 days, the latest first.",
            ("items", ListOf(Object(
                "A deleted contact.",
                ("id", Text()), ("deletedBy", Text()), ("deletedAt", Text(format: "date-time")), ("isReference", Flag("The contact itself lives on in another book.")),
                ("summary", Object(
                    "As lists showed it.",
                    ("name?", Text()), ("firstLast?", Text()), ("lastFirst?", Text()), ("company?", Text()), ("email?", Text()), ("phone?", Text()), ("picture?", Text())))))),
            ("total", Whole("How many there are.")),
            ("bursts", ListOf(Object(
                "Much that one account deleted at once.",
                ("deletedBy", Text()), ("from", Text(format: "date-time")), ("to", Text(format: "date-time")), ("count", Whole()))))));
        Add("Field", Object(
            "A row of the table of contact fields.",
            ("name", Text()), ("label", Text("A key of the interface's texts.")), ("kind", Text()), ("group", Text("The form's section.")),
            ("common?", Flag("Most contacts have it: a form shows it at once.")), ("items?", Text("What a list's values are.")), ("types?", ListOf(Text()))));
        Add("Problem", Object(
            "Why it was not done (RFC 9457).",
            ("type", Text("/problems/ and the kind's code.")), ("title", Text()), ("status", Whole()), ("detail?", Text()), ("instance?", Text()),
            ("errors?", ListOf(Object(
                "A wrong place.",
                ("path", Text("A JSON path, or the name of a parameter or header; empty for the whole body.")), ("code", Text("Stable, for programs that say it in another language.")),
                ("message", Text()), ("values?", MapOfText("What the message has of numbers and names, by name.")))))));
    }
}
