using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContactOffice.Formats;

/// <summary>
/// The one table of contact fields. vCard, JSON, search, the edit form, and the formats to come (ActiveSync, LDIF, CSV) iterate it;
/// nowhere else is a list of fields written. Composites carry a <see cref="ContactField.Converter"/>.
/// </summary>
public static class ContactFields
{
    // RFC 6350 §6.2.2, §6.6.4, §6.3.1: components by their index.
    private static FieldPlace N(int component) => new("N", component);

    private static FieldPlace Org(int component) => new("ORG", component);

    private static FieldPlace At(string property) => new(property);

    /// <summary>Every row, in the order in which the edit form, exports and new cards have them.</summary>
    public static IReadOnlyList<ContactField> All { get; } =
    [
        new()
        {
            Name = "displayName", Kind = FieldKind.Text, Group = FieldGroup.Name, Place = At("FN"), Ldif = ["cn", "displayName"], GoogleOld = "Name", Csv = "Display name",
            Synonyms = ["name", "full name", "fullname", "contact", "formatted name"], SearchWeight = 10, Summary = true,
        },
        new()
        {
            Name = "namePrefix", Kind = FieldKind.Text, Group = FieldGroup.Name, Place = N(3), ActiveSync = "Contacts:Title", GoogleOld = "Name Prefix", Google = "Name Prefix",
            Outlook = "Title", Csv = "Prefix", Synonyms = ["name prefix", "salutation", "honorific prefix"], SearchWeight = 1, Summary = true,
        },
        new()
        {
            Name = "firstName", Common = true, Kind = FieldKind.Text, Group = FieldGroup.Name, Place = N(1), ActiveSync = "Contacts:FirstName", Gal = "FirstName", Ldif = ["givenName", "gn"], GoogleOld = "Given Name",
            Google = "First Name", Outlook = "First Name", Csv = "First name", Synonyms = ["given name", "firstname", "forename"], SearchWeight = 8, Summary = true,
        },
        new()
        {
            Name = "middleName", Kind = FieldKind.Text, Group = FieldGroup.Name, Place = N(2), ActiveSync = "Contacts:MiddleName", GoogleOld = "Additional Name", Google = "Middle Name",
            Outlook = "Middle Name", Csv = "Middle name", Synonyms = ["additional name", "middlename", "second name"], SearchWeight = 6, Summary = true,
        },
        new()
        {
            Name = "lastName", Common = true, Kind = FieldKind.Text, Group = FieldGroup.Name, Place = N(0), ActiveSync = "Contacts:LastName", Gal = "LastName", Ldif = ["sn", "surname"], GoogleOld = "Family Name",
            Google = "Last Name", Outlook = "Last Name", Csv = "Last name", Synonyms = ["family name", "lastname", "surname"], SearchWeight = 9, Summary = true,
        },
        new()
        {
            Name = "nameSuffix", Kind = FieldKind.Text, Group = FieldGroup.Name, Place = N(4), ActiveSync = "Contacts:Suffix", Ldif = ["generationQualifier"], GoogleOld = "Name Suffix",
            Google = "Name Suffix", Outlook = "Suffix", Csv = "Suffix", Synonyms = ["name suffix", "honorific suffix"], SearchWeight = 1, Summary = true,
        },
        new()
        {
            Name = "nickname", Kind = FieldKind.Text, Group = FieldGroup.Name, Place = At("NICKNAME"), ActiveSync = "Contacts2:NickName", Ldif = ["mozillaNickname", "xmozillanickname"],
            GoogleOld = "Nickname", Google = "Nickname", Outlook = "Nickname", Csv = "Nickname", Synonyms = ["nick name", "alias"], SearchWeight = 6, Summary = true,
        },
        new()
        {
            Name = "phoneticFirstName", Kind = FieldKind.Text, Group = FieldGroup.Name, Place = At("X-PHONETIC-FIRST-NAME"), ActiveSync = "Contacts:YomiFirstName",
            GoogleOld = "Given Name Yomi", Google = "Phonetic First Name", Outlook = "Yomi First Name", Csv = "Phonetic first name", SearchWeight = 5,
        },
        new()
        {
            Name = "phoneticMiddleName", Kind = FieldKind.Text, Group = FieldGroup.Name, Place = At("X-PHONETIC-MIDDLE-NAME"), GoogleOld = "Additional Name Yomi",
            Google = "Phonetic Middle Name", Csv = "Phonetic middle name", SearchWeight = 3,
        },
        new()
        {
            Name = "phoneticLastName", Kind = FieldKind.Text, Group = FieldGroup.Name, Place = At("X-PHONETIC-LAST-NAME"), ActiveSync = "Contacts:YomiLastName",
            GoogleOld = "Family Name Yomi", Google = "Phonetic Last Name", Outlook = "Yomi Last Name", Csv = "Phonetic last name", SearchWeight = 5,
        },
        new()
        {
            Name = "maidenName", Kind = FieldKind.Text, Group = FieldGroup.More, Place = At("X-MAIDENNAME"), GoogleOld = "Maiden Name", Csv = "Maiden name", SearchWeight = 4,
        },
        new()
        {
            Name = "initials", Kind = FieldKind.Text, Group = FieldGroup.More, Place = At("X-INITIALS"), Ldif = ["initials"], GoogleOld = "Initials", Outlook = "Initials", Csv = "Initials",
        },
        new()
        {
            Name = "shortName", Kind = FieldKind.Text, Group = FieldGroup.More, Place = At("X-SHORTNAME"), GoogleOld = "Short Name", Csv = "Short name", SearchWeight = 3,
        },
        new()
        {
            Name = "fileAs", Kind = FieldKind.Text, Group = FieldGroup.More, Place = At("X-FILE-AS"), Aliases = [new("X-EVOLUTION-FILE-AS")], ActiveSync = "Contacts:FileAs",
            Google = "File As", Csv = "File as", Synonyms = ["file-as"], SearchWeight = 2,
        },
        new()
        {
            Name = "company", Common = true, Kind = FieldKind.Text, Group = FieldGroup.Work, Place = Org(0), ActiveSync = "Contacts:CompanyName", Gal = "Company", Ldif = ["o", "company"],
            GoogleOld = "Organization {n} - Name", Google = "Organization Name", Outlook = "Company", Csv = "Company",
            Synonyms = ["organization", "organisation", "company name", "employer", "firm"], SearchWeight = 7, Summary = true,
        },
        new()
        {
            Name = "phoneticCompany", Kind = FieldKind.Text, Group = FieldGroup.Work, Place = At("X-PHONETIC-ORG"), Aliases = [new("X-PHONETIC-COMPANY")],
            ActiveSync = "Contacts:YomiCompanyName", GoogleOld = "Organization {n} - Yomi Name", Outlook = "Yomi Company Name", Csv = "Phonetic company", SearchWeight = 3,
        },
        new()
        {
            Name = "department", Kind = FieldKind.Text, Group = FieldGroup.Work, Place = Org(1), ActiveSync = "Contacts:Department", Ldif = ["ou", "department", "departmentNumber"],
            GoogleOld = "Organization {n} - Department", Google = "Organization Department", Outlook = "Department", Csv = "Department",
            Synonyms = ["division", "organizational unit"], SearchWeight = 4,
        },
        new()
        {
            Name = "jobTitle", Common = true, Kind = FieldKind.Text, Group = FieldGroup.Work, Place = At("TITLE"), ActiveSync = "Contacts:JobTitle", Gal = "Title", Ldif = ["title"],
            GoogleOld = "Organization {n} - Title", Google = "Organization Title", Outlook = "Job Title", Csv = "Job title",
            Synonyms = ["position", "jobtitle", "job"], SearchWeight = 4, Summary = true,
        },
        new()
        {
            Name = "role", Kind = FieldKind.Text, Group = FieldGroup.Work, Place = At("ROLE"), Ldif = ["employeeType"], GoogleOld = "Organization {n} - Job Description",
            Outlook = "Profession", Csv = "Role", Synonyms = ["profession", "job description"], SearchWeight = 3,
        },
        new()
        {
            Name = "office", Kind = FieldKind.Text, Group = FieldGroup.Work, Place = Org(2), ActiveSync = "Contacts:OfficeLocation", Gal = "Office", Ldif = ["roomNumber", "physicalDeliveryOfficeName"],
            GoogleOld = "Organization {n} - Location", Outlook = "Office Location", Csv = "Office", Synonyms = ["office location", "room"], SearchWeight = 2,
        },
        new()
        {
            Name = "emails", Common = true, Kind = FieldKind.List, Items = ItemKind.Email, Group = FieldGroup.Reach, Place = At("EMAIL"), Types = ["home", "work", "other"],
            GoogleOld = "E-mail {n} - Value", Google = "E-mail {n} - Value", Csv = "E-mail {n}", Converter = "typed", SearchWeight = 7, Summary = true,
        },
        EmailSlot("email1", 1, "Contacts:Email1Address", "E-mail Address", ["mail"], ["email", "e-mail", "email address", "mail", "e-mail address"]) with { Gal = "EmailAddress" },
        EmailSlot("email2", 2, "Contacts:Email2Address", "E-mail 2 Address", ["mozillaSecondEmail"], ["email 2", "e-mail 2", "email2", "second email"]),
        EmailSlot("email3", 3, "Contacts:Email3Address", "E-mail 3 Address", [], ["email 3", "e-mail 3", "email3"]),
        new()
        {
            Name = "phones", Common = true, Kind = FieldKind.List, Items = ItemKind.Phone, Group = FieldGroup.Reach, Place = At("TEL"),
            Types =
            [
                "cell", "home", "work", "fax", "pager", "car", "main", "assistant", "callback", "isdn", "radio", "telex", "textphone", "text", "video", "msg", "mms", "other",
            ],
            GoogleOld = "Phone {n} - Value", Google = "Phone {n} - Value", Csv = "Phone {n}", Converter = "typed", SearchWeight = 7, Summary = true,
        },
        PhoneSlot("mobilePhone", ["cell"], ["fax", "pager"], 1, "Contacts:MobilePhoneNumber", "Mobile Phone", ["mobile", "cellPhone"], ["mobile", "cell", "cell phone", "mobile number", "gsm"]) with { Gal = "MobilePhone" },
        PhoneSlot("homePhone", ["home"], ["fax", "pager", "cell"], 1, "Contacts:HomePhoneNumber", "Home Phone", ["homePhone"], ["phone (home)", "telephone home", "private phone"], bare: []) with { Gal = "HomePhone" },
        PhoneSlot("homePhone2", ["home"], ["fax", "pager", "cell"], 2, "Contacts:Home2PhoneNumber", "Home Phone 2", [], [], bare: []),
        PhoneSlot("workPhone", ["work"], NotWorkPhone, 1, "Contacts:BusinessPhoneNumber", "Business Phone", ["telephoneNumber"], ["phone", "telephone", "tel", "work phone", "office phone", "phone (work)"]) with { Gal = "Phone" },
        PhoneSlot("workPhone2", ["work"], NotWorkPhone, 2, "Contacts:Business2PhoneNumber", "Business Phone 2", [], []),
        PhoneSlot("companyMainPhone", ["main"], ["fax"], 1, "Contacts2:CompanyMainPhone", "Company Main Phone", [], ["main phone"]),
        PhoneSlot("workFax", ["work", "fax"], [], 1, "Contacts:BusinessFaxNumber", "Business Fax", ["facsimileTelephoneNumber", "fax"], ["fax", "work fax", "fax number"], bare: ["fax"]),
        PhoneSlot("homeFax", ["home", "fax"], [], 1, "Contacts:HomeFaxNumber", "Home Fax", [], []),
        PhoneSlot("otherFax", ["other", "fax"], [], 1, null, "Other Fax", [], []),
        PhoneSlot("otherPhone", ["other"], ["fax"], 1, null, "Other Phone", [], []),
        PhoneSlot("carPhone", ["car"], [], 1, "Contacts:CarPhoneNumber", "Car Phone", [], []),
        PhoneSlot("radioPhone", ["radio"], [], 1, "Contacts:RadioPhoneNumber", "Radio Phone", [], []),
        PhoneSlot("pager", ["pager"], [], 1, "Contacts:PagerNumber", "Pager", ["pager", "pagerPhone"], ["beeper"]),
        PhoneSlot("assistantPhone", ["assistant"], [], 1, "Contacts:AssistantPhoneNumber", "Assistant's Phone", [], []),
        PhoneSlot("callbackPhone", ["callback"], [], 1, null, "Callback", [], []),
        PhoneSlot("isdn", ["isdn"], [], 1, null, "ISDN", ["internationalISDNNumber"], []),
        PhoneSlot("primaryPhone", ["primary"], [], 1, null, "Primary Phone", [], []),
        PhoneSlot("telex", ["telex"], [], 1, null, "Telex", ["telexNumber"], []),
        PhoneSlot("textPhone", ["textphone"], [], 1, null, "TTY/TDD Phone", [], ["tty", "tdd"]),
        PhoneSlot("mms", ["mms"], [], 1, "Contacts2:MMS", null, [], []),
        new()
        {
            Name = "websites", Common = true, Kind = FieldKind.List, Items = ItemKind.Url, Group = FieldGroup.Reach, Place = At("URL"), Aliases = [new("X-SOCIALPROFILE")],
            Types = ["home", "work", "homepage", "blog", "profile", "other"], GoogleOld = "Website {n} - Value", Google = "Website {n} - Value",
            Csv = "Website {n}", Converter = "typed", SearchWeight = 2,
        },
        Slot("website", "websites", new("URL"), ItemKind.Url, "Contacts:WebPage", "Web Page", [], ["website", "url", "web", "homepage", "web site"]),
        Slot("workWebsite", "websites", new("URL", Types: ["work"]), ItemKind.Url, null, null, ["mozillaWorkUrl", "workurl", "labeledURI"], []),
        Slot("homeWebsite", "websites", new("URL", Types: ["home"]), ItemKind.Url, null, "Personal Web Page", ["mozillaHomeUrl", "homeurl"], []),
        new()
        {
            Name = "ims", Kind = FieldKind.List, Items = ItemKind.Im, Group = FieldGroup.Reach, Place = At("IMPP"), Aliases =
            [
                new("X-AIM", "aim"), new("X-ICQ", "icq"), new("X-MSN", "msn"), new("X-YAHOO", "yahoo"), new("X-JABBER", "jabber"), new("X-SKYPE", "skype"),
                new("X-SKYPE-USERNAME", "skype"), new("X-GADUGADU", "gadugadu"), new("X-GROUPWISE", "groupwise"), new("X-GOOGLE-TALK", "googletalk"),
                new("X-GTALK", "googletalk"), new("X-QQ", "qq"), new("X-TWITTER", "twitter"), new("X-MATRIX", "matrix"), new("X-MS-IMADDRESS"), new("X-KADDRESSBOOK-X-IMADDRESS"),
            ],
            Types = ["home", "work", "skype", "jabber", "matrix", "aim", "icq", "msn", "yahoo", "googletalk", "qq", "gadugadu", "groupwise", "other"],
            GoogleOld = "IM {n} - Value", Csv = "IM {n}", Converter = "typed", SearchWeight = 4,
        },
        Slot("im1", "ims", new("IMPP"), ItemKind.Im, "Contacts2:IMAddress", "IM Address", [], ["im", "instant messaging"]),
        Slot("im2", "ims", new("IMPP", Ordinal: 2), ItemKind.Im, "Contacts2:IMAddress2", null, [], []),
        Slot("im3", "ims", new("IMPP", Ordinal: 3), ItemKind.Im, "Contacts2:IMAddress3", null, [], []),
        Slot("skype", "ims", new("IMPP", Types: ["skype"]), ItemKind.Im, null, null, [], ["skype"]),
        Slot("aim", "ims", new("IMPP", Types: ["aim"]), ItemKind.Im, null, null, ["nsAIMid", "nscpaimscreenname", "mozilla_AIMScreenName"], []),
        new()
        {
            Name = "addresses", Common = true, Kind = FieldKind.Address, Items = ItemKind.Address, Group = FieldGroup.Address, Place = At("ADR"), Types = ["home", "work", "other"],
            GoogleOld = "Address {n} - Formatted", Google = "Address {n} - Formatted", Csv = "Address {n}", Converter = "address", SearchWeight = 3,
        },
        .. AddressOf("work", "Business", WorkLdif, WorkSynonyms),
        .. AddressOf("home", "Home", HomeLdif, []),
        .. AddressOf("other", "Other", [], [], bare: []),
        new()
        {
            Name = "birthday", Common = true, Kind = FieldKind.Date, Group = FieldGroup.Dates, Place = At("BDAY"), ActiveSync = "Contacts:Birthday", Ldif = ["birthyear", "birthmonth", "birthday"],
            GoogleOld = "Birthday", Google = "Birthday", Outlook = "Birthday", Csv = "Birthday", Synonyms = ["birth date", "date of birth", "dob", "born"],
            Converter = "dateParts", SearchWeight = 1,
        },
        new()
        {
            Name = "anniversary", Kind = FieldKind.Date, Group = FieldGroup.Dates, Place = At("ANNIVERSARY"), PropertyBefore40 = "X-ANNIVERSARY",
            Aliases = [new("X-ANNIVERSARY"), new("X-EVOLUTION-ANNIVERSARY"), new("X-MS-ANNIVERSARY"), new("X-KADDRESSBOOK-X-ANNIVERSARY"), new("X-ABDATE", "anniversary")],
            ActiveSync = "Contacts:Anniversary", Ldif = ["anniversaryyear", "anniversarymonth", "anniversaryday"], Outlook = "Anniversary", Csv = "Anniversary",
            Synonyms = ["wedding day"], Converter = "dateParts", SearchWeight = 1,
        },
        new()
        {
            Name = "dates", Kind = FieldKind.List, Items = ItemKind.Date, Group = FieldGroup.Dates, Place = At("X-ABDATE"), Types = ["other"],
            GoogleOld = "Event {n} - Value", Google = "Event {n} - Value", Csv = "Date {n}", Converter = "typed", SearchWeight = 1,
        },
        new()
        {
            Name = "related", Kind = FieldKind.List, Items = ItemKind.Related, Group = FieldGroup.People, Place = At("RELATED"), PropertyBefore40 = "X-ABRELATEDNAMES", Aliases =
            [
                new("X-ABRELATEDNAMES"), new("X-SPOUSE", "spouse"), new("X-EVOLUTION-SPOUSE", "spouse"), new("X-MS-SPOUSE", "spouse"), new("X-KADDRESSBOOK-X-SPOUSESNAME", "spouse"),
                new("X-MANAGER", "manager"), new("X-EVOLUTION-MANAGER", "manager"), new("X-MS-MANAGER", "manager"), new("X-KADDRESSBOOK-X-MANAGERSNAME", "manager"),
                new("X-ASSISTANT", "assistant"), new("X-EVOLUTION-ASSISTANT", "assistant"), new("X-MS-ASSISTANT", "assistant"),
                new("X-KADDRESSBOOK-X-ASSISTANTSNAME", "assistant"), new("X-CHILD", "child"), new("X-MS-CHILD", "child"),
            ],
            Types = ["spouse", "partner", "child", "parent", "mother", "father", "brother", "sister", "friend", "assistant", "manager", "colleague", "emergency", "other"],
            GoogleOld = "Relation {n} - Value", Google = "Relation {n} - Value", Csv = "Related {n}", Converter = "typed", SearchWeight = 2,
        },
        Slot("spouse", "related", new("RELATED", Types: ["spouse"]), ItemKind.Related, "Contacts:Spouse", "Spouse", ["spouseName"], ["husband", "wife", "partner"]),
        Slot("assistant", "related", new("RELATED", Types: ["assistant"]), ItemKind.Related, "Contacts:AssistantName", "Assistant's Name", ["secretary"], ["assistant"]),
        Slot("manager", "related", new("RELATED", Types: ["manager"]), ItemKind.Related, "Contacts2:ManagerName", "Manager's Name", ["manager"], ["manager"]),
        Slot("children", "related", new("RELATED", Types: ["child"]), ItemKind.Related, "Contacts:Children", "Children", [], ["kids"]) with { Converter = "everyItem" },
        Slot("referredBy", "related", new("RELATED", Types: ["referred-by"]), ItemKind.Related, null, "Referred By", [], []),
        new()
        {
            Name = "notes", Common = true, Kind = FieldKind.Multiline, Group = FieldGroup.Notes, Place = At("NOTE"), ActiveSync = "AirSyncBase:Body", Ldif = ["description", "notes"], GoogleOld = "Notes",
            Google = "Notes", Outlook = "Notes", Csv = "Notes", Synonyms = ["note", "comment", "comments", "remarks", "memo"], Converter = "body", SearchWeight = 1,
        },
        new()
        {
            Name = "categories", Common = true, Kind = FieldKind.Categories, Group = FieldGroup.Notes, Place = At("CATEGORIES"), ActiveSync = "Contacts:Categories", GoogleOld = "Group Membership",
            Google = "Labels", Outlook = "Categories", Csv = "Categories", Synonyms = ["labels", "groups", "tags", "category"], Converter = "categories", SearchWeight = 3,
        },
        new()
        {
            Name = "language", Kind = FieldKind.Text, Group = FieldGroup.More, Place = At("LANG"), Aliases = [new("X-LANGUAGE")], Ldif = ["preferredLanguage"], GoogleOld = "Language",
            Outlook = "Language", Csv = "Language", Synonyms = ["preferred language"],
        },
        new()
        {
            Name = "gender", Kind = FieldKind.Text, Group = FieldGroup.More, Place = At("GENDER"), PropertyBefore40 = "X-GENDER", Aliases = [new("X-GENDER")], GoogleOld = "Gender",
            Outlook = "Gender", Csv = "Gender", Synonyms = ["sex"],
        },
        Extra("accountName", "X-ACCOUNT-NAME", "Contacts2:AccountName", "Account", null, null),
        Extra("customerId", "X-CUSTOMER-ID", "Contacts2:CustomerId", null, null, "Customer ID"),
        Extra("governmentId", "X-GOVERNMENT-ID", "Contacts2:GovernmentId", "Government ID Number", null, null),
        Extra("organizationalId", "X-ORGANIZATIONAL-ID", null, "Organizational ID Number", null, null) with { Ldif = ["employeeNumber"] },
        Extra("billingInformation", "X-BILLING-INFORMATION", null, "Billing Information", "Billing Information", null),
        Extra("directoryServer", "X-DIRECTORY-SERVER", null, "Directory Server", "Directory Server", null),
        Extra("freeBusyUrl", "FBURL", null, "Internet Free Busy", null, null) with { Ldif = ["calFBURL"] },
        Extra("hobby", "HOBBY", null, "Hobby", "Hobby", null),
        Extra("keywords", "X-KEYWORDS", null, "Keywords", null, null),
        Extra("location", "X-LOCATION", null, "Location", "Location", null),
        Extra("mileage", "X-MILEAGE", null, "Mileage", "Mileage", null),
        Extra("occupation", "X-OCCUPATION", null, null, "Occupation", "Occupation"),
        Extra("priority", "X-PRIORITY", null, "Priority", "Priority", null),
        Extra("private", "X-PRIVATE", null, "Private", null, null),
        Extra("sensitivity", "CLASS", null, "Sensitivity", "Sensitivity", null),
        Extra("subject", "X-SUBJECT", null, null, "Subject", "Subject"),
        new()
        {
            Name = "customFields", Kind = FieldKind.Custom, Items = ItemKind.Custom, Group = FieldGroup.More, Place = At("X-CUSTOM"),
            Aliases = [new("X-CUSTOM1"), new("X-CUSTOM2"), new("X-CUSTOM3"), new("X-CUSTOM4")],
            GoogleOld = "Custom Field {n} - Value", Google = "Custom Field {n} - Value", Csv = "Custom {n}", Converter = "typed", SearchWeight = 2,
        },
        // Thunderbird's four; Outlook's User 1-4.
        Slot("custom1", "customFields", new("X-CUSTOM1"), ItemKind.Custom, null, "User 1", ["mozillaCustom1", "custom1"], []),
        Slot("custom2", "customFields", new("X-CUSTOM2"), ItemKind.Custom, null, "User 2", ["mozillaCustom2", "custom2"], []),
        Slot("custom3", "customFields", new("X-CUSTOM3"), ItemKind.Custom, null, "User 3", ["mozillaCustom3", "custom3"], []),
        Slot("custom4", "customFields", new("X-CUSTOM4"), ItemKind.Custom, null, "User 4", ["mozillaCustom4", "custom4"], []),
        new()
        {
            Name = "photo", Kind = FieldKind.Photo, Group = FieldGroup.Name, Place = At("PHOTO"), ActiveSync = "Contacts:Picture", Ldif = ["jpegPhoto", "photo", "thumbnailPhoto"],
            GoogleOld = "Photo", Google = "Photo", Converter = "photo", Summary = true,
        },
    ];

    /// <summary>
    /// The fields as an edit form needs them: name, label (a key of the catalogues), kind, group, whether most contacts have it, of a list also what its items are and which
    /// types to offer.
    /// </summary>
    public static JsonArray Describe() => [.. ByJson.Values.Select(f => (JsonNode)Describe(f))];

    private static JsonObject Describe(ContactField field)
    {
        var json = new JsonObject
        {
            ["name"] = field.Name,
            ["label"] = field.Label,
            ["kind"] = JsonNamingPolicy.CamelCase.ConvertName(field.Kind.ToString()),
            ["group"] = JsonNamingPolicy.CamelCase.ConvertName(field.Group.ToString()),
        };
        if (field.Common)
            json["common"] = true;
        if (field.Items != ItemKind.None)
        {
            json["items"] = JsonNamingPolicy.CamelCase.ConvertName(field.Items.ToString());
            json["types"] = new JsonArray([.. field.Types.Select(t => (JsonNode)t)]);
        }
        return json;
    }

    /// <summary>Stands for any text, where only that it is one counts.</summary>
    internal static ContactField AnyText { get; } = new() { Name = "", Kind = FieldKind.Multiline, Place = At("") };

    /// <summary>Every row by its name.</summary>
    public static IReadOnlyDictionary<string, ContactField> ByName { get; } = All.ToDictionary(f => f.Name, StringComparer.Ordinal);

    /// <summary>The fields that JSON has, by name.</summary>
    internal static IReadOnlyDictionary<string, ContactField> ByJson { get; } =
        All.Where(f => f.Json is not null).ToDictionary(f => f.Json!, StringComparer.Ordinal);

    /// <summary>A number at work that has none of these is the business phone.</summary>
    private static string[] NotWorkPhone => ["fax", "pager", "cell", "main", "assistant", "callback", "isdn", "telex", "textphone", "radio", "car"];

    // RFC 6350 §6.3.1: post office box, extended address, street, locality, region, postal code, country.
    private static string[] AddressParts => ["PoBox", "Extended", "Street", "Locality", "Region", "PostalCode", "Country"];

    private static string?[] ActiveSyncParts => [null, null, "Street", "City", "State", "PostalCode", "Country"];

    private static string[] OutlookParts => ["Address PO Box", "Street 2", "Street", "City", "State", "Postal Code", "Country/Region"];

    private static string[][] WorkLdif =>
        [["postOfficeBox"], ["mozillaWorkStreet2"], ["street", "streetAddress"], ["l", "locality"], ["st", "region"], ["postalCode", "zip"], ["c", "countryName"]];

    private static string[][] HomeLdif =>
    [
        ["mozillaHomePostOfficeBox"], ["mozillaHomeStreet2"], ["mozillaHomeStreet", "homeStreet"], ["mozillaHomeLocalityName"], ["mozillaHomeState"],
        ["mozillaHomePostalCode"], ["mozillaHomeCountryName"],
    ];

    private static string[][] WorkSynonyms =>
        [["po box", "p.o. box"], ["address 2", "street 2"], ["address", "street", "street address"], ["city", "town"], ["state", "province", "region"], ["zip", "zip code", "postal code", "postcode"], ["country"]];

    private static ContactField Slot(string name, string list, FieldPlace place, ItemKind items, string? activeSync, string? outlook, string[] ldif, string[] synonyms) => new()
    {
        Name = name, Kind = FieldKind.Slot, List = list, Items = items, Place = place, ActiveSync = activeSync, Outlook = outlook, Ldif = ldif, Synonyms = synonyms,
    };

    private static ContactField EmailSlot(string name, int ordinal, string activeSync, string outlook, string[] ldif, string[] synonyms) =>
        Slot(name, "emails", new("EMAIL", Ordinal: ordinal), ItemKind.Email, activeSync, outlook, ldif, synonyms) with { Group = FieldGroup.Reach };

    private static ContactField PhoneSlot(string name, string[] types, string[] notTypes, int ordinal, string? activeSync, string? outlook, string[] ldif, string[] synonyms, string[]? bare = null) =>
        Slot(name, "phones", new("TEL", -1, types, notTypes, ordinal, bare), ItemKind.Phone, activeSync, outlook, ldif, synonyms) with { Group = FieldGroup.Reach };

    private static ContactField Extra(string name, string property, string? activeSync, string? outlook, string? googleOld, string? csv) => new()
    {
        Name = name, Kind = FieldKind.Text, Group = FieldGroup.More, Place = At(property), ActiveSync = activeSync, Outlook = outlook, GoogleOld = googleOld, Csv = csv,
    };

    private static IEnumerable<ContactField> AddressOf(string type, string other, string[][] ldif, string[][] synonyms, string[]? bare = null) =>
        Enumerable.Range(0, AddressParts.Length).Select(i =>
            Slot(type + AddressParts[i], "addresses", new("ADR", i, [type], Bare: bare), ItemKind.Address,
                ActiveSyncParts[i] is { } part ? $"Contacts:{other}Address{part}" : null, $"{other} {OutlookParts[i]}",
                i < ldif.Length ? ldif[i] : [], i < synonyms.Length ? synonyms[i] : []) with
            {
                Group = FieldGroup.Address,
                SearchWeight = 3,
            });
}
