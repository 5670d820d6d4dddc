namespace ContactOffice.Formats;

/// <summary>
/// By what lists sort a card whose name is not read as it is written: address books in Japan sort by the reading, which iPhones, Android and
/// Outlook keep in X-PHONETIC properties. A part without a reading counts as it is written.
/// </summary>
internal static class SortNames
{
    private static readonly ContactField First = ContactFields.ByJson["phoneticFirstName"];
    private static readonly ContactField Middle = ContactFields.ByJson["phoneticMiddleName"];
    private static readonly ContactField Last = ContactFields.ByJson["phoneticLastName"];
    private static readonly ContactField Company = ContactFields.ByJson["phoneticCompany"];
    private static readonly ContactField WrittenCompany = ContactFields.ByJson["company"];

    /// <summary>Null where the card has no reading, as most have none.</summary>
    public static (string FirstLast, string LastFirst)? Of(VCard card)
    {
        var isRead = false;
        foreach (var line in card.Lines)
            isRead |= line.Name.StartsWith("X-PHONETIC-", StringComparison.Ordinal);
        if (!isRead)
            return null;
        var (first, middle, last) = (Read(card, First), Read(card, Middle), Read(card, Last));
        if (first.Length + middle.Length + last.Length > 0)
            return DisplayNames.InBothOrders(Join(Or(first, card, 1), Or(middle, card, 2)), Or(last, card, 0));
        // A company is listed under its own name where there is no person's.
        var company = Read(card, Company);
        var isListed = company.Length > 0 && card.DisplayName == Read(card, WrittenCompany) && Or("", card, 0).Length + Or("", card, 1).Length + Or("", card, 2).Length == 0;
        return isListed ? (company, company) : null;
    }

    private static string Or(string reading, VCard card, int component)
    {
        if (reading.Length > 0)
            return reading;
        foreach (var line in card.Lines)
            if (line.Name == "N")
                return DisplayNames.FromParts(line, [component]);
        return "";
    }

    private static string Join(string first, string middle) => first.Length > 0 && middle.Length > 0 ? $"{first} {middle}" : first + middle;

    private static string Read(VCard card, ContactField field) => ScalarFields.Read(card.Lines, new(card.Lines), field);
}
